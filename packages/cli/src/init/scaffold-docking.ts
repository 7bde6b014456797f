import { existsSync, readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { BerthError, type Language } from '@berth/core'
import { ciFiles, writeCiFiles } from '../ci/write-ci-files.ts'
import { tell } from '../messages/say.ts'
import { changeSecrets } from '../secrets/kept-secrets.ts'
import { connectionOptions } from './connection-options.ts'
import type { DockingPlan } from './docking-plan.ts'
import { filled } from './fill-template.ts'
import { systemKind } from './known-connectors.ts'
import { NewFiles } from './new-files.ts'
import { sampleDocking, writeSampleDatabase } from './sample-database.ts'
import { kindFile, templateFiles, templateFolder } from './template-files.ts'

/**
 * Writes a new docking and returns the files written, relative to its folder. Never overwrites: rejects with
 * `FILE_EXISTS` before anything is written, or with `FILE_UNWRITABLE`; then nothing of it is left.
 */
export async function scaffoldDocking(plan: DockingPlan, language: Language): Promise<string[]> {
  const files = templateFiles(language)
  const ofCi = plan.ci === undefined ? [] : ciFiles(plan.ci, plan.folder)
  const sample = plan.sample === true ? [sampleDocking.file] : []
  const all = [...files.map(({ to }) => to), ...sample]
  for (const file of [...all, ...ofCi.map(({ to }) => to)]) {
    if (existsSync(join(plan.folder, file))) throw new BerthError('FILE_EXISTS', { file })
  }
  const values = await templateValues(plan, language)
  await using made = new NewFiles()
  let writing = plan.folder
  try {
    await made.folder(plan.folder)
    for (const { from, to } of files) {
      writing = to
      const template = await readFile(join(templateFolder('docking'), from), 'utf8')
      const content = to === 'package.json' ? packageOf(template, plan) : filled(template, values)
      await made.write(join(plan.folder, to), content)
    }
    for (const file of sample) {
      writing = file
      made.made(join(plan.folder, file))
      writeSampleDatabase(join(plan.folder, file))
    }
  } catch (error) {
    const nativeCode = error instanceof Error && 'code' in error ? String(error.code) : 'UNKNOWN'
    throw BerthError.from(error, 'FILE_UNWRITABLE', { file: writing, nativeCode })
  }
  await keepSecrets(plan)
  const written = plan.ci === undefined ? [] : await writeCiFiles(plan.ci, plan.folder)
  made.keep()
  return [...all, ...written]
}

async function keepSecrets({ folder, secrets = {} }: DockingPlan): Promise<void> {
  const typed = Object.entries(secrets)
  if (typed.length === 0) return
  await changeSecrets({ folder, environment: process.env }, (kept) => {
    for (const [name, secret] of typed) kept.set(name, secret)
  })
}

async function templateValues(plan: DockingPlan, language: Language): Promise<Record<string, string>> {
  const { yaml, environment } = connectionOptions(plan.manifest, plan.options)
  const about = await readFile(join(templateFolder('docking'), kindFile(systemKind(plan.connector), language)), 'utf8')
  return {
    systemId: plan.systemId,
    title: plan.title,
    owner: plan.owner.title,
    ownerCode: plan.owner.code,
    connector: plan.connector,
    options: yaml,
    envHead: tell({ zh: '复制为 .env 并填写；已有的环境变量优先', en: 'copy to .env and fill in; real variables win' }),
    resourcesHead: tell({
      zh: 'berth discover 把草稿写在这里；逐项核对、定级后删去 draft: true',
      en: 'berth discover writes drafts here. Review each item, grade it, then remove `draft: true`.',
    }),
    environment: environment.join('\n'),
    about: about.trimEnd(),
  }
}

/** The template's package.json with the name of this docking, its connector and the connector's driver. */
function packageOf(template: string, plan: DockingPlan): string {
  const json: { name: string; dependencies: Record<string, string> } = JSON.parse(template)
  const driver = plan.manifest?.driver
  json.name = `docking-${plan.systemId.replaceAll('.', '-')}`
  const range = (version: string | undefined): string =>
    version === undefined ? '*' : `${plan.pin === true ? '' : '^'}${version}`
  json.dependencies['@berth/cli'] = range(ownVersion())
  // A connector that is a file of the docking is nothing to be installed.
  if (!plan.connector.startsWith('.')) json.dependencies[plan.connector] = range(plan.manifest?.version)
  if (driver !== undefined) json.dependencies[driver.package] = driver.range
  return `${JSON.stringify(json, undefined, 2)}\n`
}

function ownVersion(): string {
  return JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')).version
}
