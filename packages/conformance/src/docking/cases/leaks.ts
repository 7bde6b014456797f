import { randomBytes } from 'node:crypto'
import { BerthError, type Grade } from '@berth/core'
import { expectThat } from '../../run/expect.ts'
import type { DockingCase, DockingContext, Trial } from '../case.ts'
import { beyond, type Canary, canariesOf } from '../leaks/canaries.ts'
import { findLeaks, leakText } from '../leaks/find-leaks.ts'
import { askable, deliverable } from '../outline.ts'
import { fittingQuestions } from '../questions.ts'
import type { Exit, Planted } from '../subject.ts'
import type { SystemCall } from '../system-calls.ts'

/** The clearances that answers are looked through for. */
const asked: readonly Grade[] = [1, 2, 3]

/** The hunt for values and secrets in everything that leaves or stays behind. */
export const leakCases: readonly DockingCase[] = [
  {
    id: 'leaks/answers',
    clause: 'SEC-2',
    needs: 'parameter',
    run: async (context) => {
      const trial = await context.start()
      for (const resource of askable(context.subject.manifest)) {
        const canaries = [...(await canariesOf(context, resource)), ...(context.subject.planted ?? [])]
        for (const clearance of asked) {
          trial.answers.length = 0
          for (const { by } of await fittingQuestions(context, resource, 3))
            await trial.ask({ resource, by, clearance })
          const what = `answers about ${resource.id} with clearance ${clearance}`
          expectNone(answerExits(trial, what), beyond(canaries, clearance))
        }
      }
    },
  },
  {
    id: 'leaks/left-behind',
    clause: 'SEC-2',
    needs: 'connection',
    run: async (context) => {
      const { subject } = context
      const trial = await context.start({ maxRows: 200 })
      const canaries = await everyCanary(context, await trial.running.exits())
      if (canaries.length === 0)
        return context.note({
          zh: '日志、指标和状态中的值：样本中没有足够独特、可供查找的值',
          en: 'values in logs, metrics and state: no value of a sample is distinct enough to look for',
        })
      for (const resource of askable(subject.manifest)) {
        for (const { by } of await fittingQuestions(context, resource, 3)) {
          const values = Object.entries(by)
          await trial.ask({ resource, by })
          await trial.ask({ resource, by: Object.fromEntries(values.map(([, value]) => [String(value), 1])) })
          await trial.ask({ resource, by: Object.fromEntries(values.map(([id, value]) => [id, `${value}9`])) })
        }
        // Whether a replica can be made is tried elsewhere; here it is looked at.
        if (resource.provide.parameter.offline === 'replica')
          await trial.running.refresh(resource.id).catch(() => undefined)
      }
      for (const { resource } of deliverable(subject.manifest)) await trial.running.deliver(resource.id)
      expectNone(await trial.running.exits(), canaries)
    },
  },
  {
    id: 'leaks/commands',
    clause: 'SEC-2',
    needs: 'connection',
    run: async (context) => {
      const { subject } = context
      if (subject.commands === undefined)
        return context.note({
          zh: '对接命令的输出：没有运行命令',
          en: 'what the commands of the docking print: none were run',
        })
      const canaries = await everyCanary(context, [])
      const exits = await subject.commands()
      expectThat(exits.length > 0, 'the commands of the docking have printed nothing, so nothing can be looked for')
      expectNone(exits, [...beyond(canaries, 1), ...subject.secrets])
    },
  },
  {
    id: 'leaks/deliveries',
    clause: 'SEC-2',
    needs: 'bulk',
    run: async (context) => {
      const { subject } = context
      const { running } = await context.start({ maxRows: 200 })
      for (const { resource, clearance } of deliverable(subject.manifest)) {
        const canaries = beyond([...(await canariesOf(context, resource)), ...(subject.planted ?? [])], clearance)
        await running.deliver(resource.id)
        const bytes = Buffer.from((await running.shown(resource.id)).join('\n'))
        expectNone([{ name: `a delivery of ${resource.id} with clearance ${clearance}`, bytes }], canaries)
      }
    },
  },
  {
    id: 'leaks/errors',
    clause: 'SEC-2',
    needs: 'parameter',
    run: async (context) => {
      const canary = {
        name: "a value quoted in the system's own message",
        text: `KITCANARY${randomBytes(6).toString('hex')}`,
      }
      await expectSilent(context, [canary], `duplicate value ("${canary.text}") in unique index`)
    },
  },
  {
    id: 'leaks/secrets',
    clause: 'SEC-8',
    needs: 'parameter',
    run: async (context) => {
      const { secrets } = context.subject
      if (secrets.length === 0)
        context.note({ zh: '各连接自己的机密：没有', en: "the connections' own secrets: they have none" })
      const canary = {
        name: 'a password quoted in the system’s own message',
        text: `Kit-Secret-${randomBytes(6).toString('hex')}`,
      }
      const every = [...secrets, canary]
      await expectSilent(context, every, `login failed for ${every.map(({ text }) => `password=${text}`).join(', ')}`)
    },
  },
  {
    id: 'leaks/file-modes',
    clause: 'SEC-2',
    needs: 'connection',
    run: async (context) => {
      const { running } = await context.start({ maxRows: 200 })
      for (const { resource } of deliverable(context.subject.manifest)) await running.deliver(resource.id)
      const files = (await running.exits()).filter(({ mode }) => mode !== undefined)
      if (files.length === 0)
        return context.note({
          zh: '谁可读状态文件：本机不提供权限信息',
          en: 'who may read the files of the state: the machine does not tell',
        })
      const open = files.find(({ mode = 0 }) => (mode & 0o077) !== 0)
      expectThat(
        open === undefined,
        `others than its owner may read ${open?.name}: its mode is ${open?.mode?.toString(8)}`,
      )
    },
  },
]

/** The values of every resource, but for those that stood in these exits before anything was asked: words of their own. */
async function everyCanary(context: DockingContext, before: readonly Exit[]): Promise<Canary[]> {
  const { subject } = context
  const found: Canary[] = []
  for (const resource of Object.values(subject.manifest.resources)) {
    found.push(...(await canariesOf(context, resource)))
  }
  return [...(subject.planted ?? []), ...found.filter((canary) => findLeaks(before, [canary]).length === 0)]
}

/** Has every call to the system fail in its own words, and looks for them in all that is told and kept. */
async function expectSilent(context: DockingContext, planted: readonly Planted[], message: string): Promise<void> {
  let failing: SystemCall['call'] | undefined
  let coded = false
  let fired = 0
  const trial = await context.start({
    onCall: ({ call }) => {
      if (call !== failing) return
      fired += 1
      const native = new Error(message)
      throw coded ? new BerthError('QUERY_FAILED', { call, nativeCode: '-803' }, { cause: native }) : native
    },
  })
  for (const resource of askable(context.subject.manifest)) {
    for (const { by } of await fittingQuestions(context, resource)) {
      for (const call of ['open', 'lookup'] as const) {
        for (coded of [false, true]) {
          failing = call
          await trial.ask({ resource, by })
        }
      }
    }
  }
  for (const { resource } of deliverable(context.subject.manifest)) {
    failing = 'scan'
    // That it fails is what is wanted; what it says of it is looked at in the exits.
    await trial.running.deliver(resource.id).catch(() => undefined)
  }
  expectThat(fired > 0, 'no call to the system failed as it was told to, so nothing was tried')
  expectNone([...answerExits(trial, 'answers'), ...(await trial.running.exits())], planted)
}

function answerExits({ answers }: Trial, name: string): Exit[] {
  return answers.map(({ text, headers }) => ({ name, bytes: Buffer.from(text + JSON.stringify(headers)) }))
}

function expectNone(exits: readonly Exit[], planted: readonly Planted[]): void {
  const leaks = findLeaks(exits, planted)
  const told = leaks.slice(0, 5).map(leakText).join('; ')
  expectThat(leaks.length === 0, leaks.length > 5 ? `${told}; and ${leaks.length - 5} more` : told)
}
