import { generateKey } from '@berth/trust'
import { expectThat } from '../run/expect.ts'
import type { Note } from '../run/note.ts'
import type { Random } from '../run/random.ts'
import type { RunResult } from '../run/result.ts'
import type { Opened, RoleKit } from '../run/role-case.ts'
import { type RunSettings, runCases } from '../run/run-cases.ts'
import { type Asked, ask, sendSigned } from './asking.ts'
import type { DockingCase, DockingContext, DockingNeed, Trial } from './case.ts'
import { dockingCases } from './cases/all.ts'
import { askable, type DockingOutline, deliverable } from './outline.ts'
import { readSample, type Sample } from './sample.ts'
import type { DockingSubject, RunningDocking } from './subject.ts'
import type { SystemCall } from './system-calls.ts'

/** The cases for a docking. */
export function dockingKit(subject: DockingSubject): RoleKit<DockingContext, DockingCase> {
  const platform = generateKey('kit-platform')
  const samples = new Map<string, Promise<Sample>>()
  return {
    role: 'docking',
    subject: { name: subject.manifest.system.id, digests: subject.digests },
    cases: dockingCases,
    exemptions: subject.exemptions ?? [],
    missing: ({ needs }) => (needs === undefined || has(subject, needs) ? undefined : needWords[needs]),
    tryMissing: async (context, missing) => {
      if (missing === needWords.parameter) await refusesQuestions(context)
    },
    open: (random) => Promise.resolve(dockingContext(subject, platform, samples, random)),
  }
}

/** Tries a docking with every case, one after the other. Never rejects because of the docking. */
export async function runDockingConformance(subject: DockingSubject, settings: RunSettings = {}): Promise<RunResult> {
  return await runCases(dockingKit(subject), settings)
}

const needWords: Readonly<Record<DockingNeed, string>> = {
  connection: 'a resource with a connection',
  parameter: 'a resource asked by parameter',
  bulk: 'an exit by file or table with a clearance',
  hours: 'system.hours',
  replica: 'offline: replica',
  queue: 'offline: queue',
}

function has({ manifest, closedAt }: DockingSubject, need: DockingNeed): boolean {
  const asked = askable(manifest)
  switch (need) {
    case 'connection':
      return Object.keys(manifest.resources).length > 0
    case 'parameter':
      return asked.length > 0
    case 'bulk':
      return deliverable(manifest).length > 0
    case 'hours':
      return closedAt !== undefined && asked.length > 0
    case 'replica':
      return asked.some(({ provide }) => provide.parameter.offline === 'replica')
    case 'queue':
      return queued(manifest).length > 0
  }
}

/** The operations that keep submissions while their system is down. */
function queued({ operations }: DockingOutline): readonly string[] {
  return Object.values(operations).flatMap(({ id, accept }) => (accept.parameter.offline === 'queue' ? [id] : []))
}

/** A resource that offers no questions refuses them. */
async function refusesQuestions({ subject, start }: DockingContext): Promise<void> {
  const { ask: asking, calls } = await start()
  for (const resource of Object.values(subject.manifest.resources)) {
    const { status } = await asking({ resource, by: {} })
    expectThat(
      status >= 400 && status < 500,
      `${resource.id} is not asked by parameter, and a question to it got ${status}`,
    )
  }
  expectThat(calls.length === 0, 'a question that is not offered reached the system')
}

function dockingContext(
  subject: DockingSubject,
  platform: DockingContext['platform'],
  samples: Map<string, Promise<Sample>>,
  random: Random,
): Opened<DockingContext> {
  const started: RunningDocking[] = []
  const notes: Note[] = []
  const now = (): number => subject.openAt ?? Date.now()
  const context: DockingContext = {
    subject,
    random,
    platform,
    start: async (settings = {}) => {
      const calls: SystemCall[] = []
      const running = await subject.start({
        platform,
        now,
        ...settings,
        onCall: async (call) => {
          calls.push(call)
          await settings.onCall?.(call)
        },
      })
      started.push(running)
      return trialOf(running, subject, platform, calls)
    },
    sample: (resource) => {
      const known = samples.get(resource.id)
      if (known !== undefined) return known
      const sample = readSample(subject, resource)
      samples.set(resource.id, sample)
      return sample
    },
    now,
    note: (note) => void notes.push(note),
  }
  const end = async (): Promise<void> => {
    const ended = await Promise.allSettled(started.map((running) => running[Symbol.asyncDispose]()))
    for (const each of ended) if (each.status === 'rejected') throw each.reason
  }
  return { context, notes, end }
}

function trialOf(
  running: RunningDocking,
  subject: DockingSubject,
  platform: DockingContext['platform'],
  calls: SystemCall[],
): Trial {
  const answers: Asked[] = []
  const kept = (answer: Asked): Asked => {
    answers.push(answer)
    return answer
  }
  return {
    running,
    calls,
    answers,
    ask: async (question, settings) =>
      kept(await ask(running, platform, subject.manifest.system.id, question, settings)),
    send: async (request, settings) => kept(await sendSigned(running, platform, request, settings)),
    receipts: () => running.receipts(),
  }
}
