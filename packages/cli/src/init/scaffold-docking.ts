import { existsSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { BerthError, type Language } from '@berth/core'
import { tell } from '../messages/say.ts'
import { connectionOptions } from './connection-options.ts'
import type { DockingPlan } from './docking-plan.ts'
import { templateFiles, templateFolder } from './template-files.ts'

/**
 * Writes a new docking and returns the files written, relative to its folder. Never overwrites: rejects with
 * `FILE_EXISTS` before anything is written, or with `FILE_UNWRITABLE`.
 */
export async function scaffoldDocking(plan: DockingPlan, language: Language): Promise<string[]> {
  const files = templateFiles(language)
  for (const { to } of files) {
    if (existsSync(join(plan.folder, to))) throw new BerthError('FILE_EXISTS', { file: to })
  }
  const values = templateValues(plan)
  let writing = plan.folder
  try {
    await mkdir(plan.folder, { recursive: true })
    for (const { from, to } of files) {
      writing = to
      const template = await readFile(join(templateFolder('docking'), from), 'utf8')
      const content = to === 'package.json' ? packageOf(template, plan) : filled(template, values)
      await writeFile(join(plan.folder, to), content, { flag: 'wx' })
    }
  } catch (error) {
    const nativeCode = error instanceof Error && 'code' in error ? String(error.code) : 'UNKNOWN'
    throw BerthError.from(error, 'FILE_UNWRITABLE', { file: writing, nativeCode })
  }
  return files.map(({ to }) => to)
}

/** Fills the places of a template: `"{{name}}"` with a quoted text or a block of YAML, `{{name}}` with the text. */
function filled(template: string, values: Readonly<Record<string, string>>): string {
  return template
    .replace(/"\{\{(\w+)\}\}"/g, (_place, name: string) =>
      name === 'options' ? placeValue(values, name) : JSON.stringify(placeValue(values, name)),
    )
    .replace(/\{\{(\w+)\}\}/g, (_place, name: string) => placeValue(values, name))
    .replaceAll(/ +\n/g, '\n')
}

function placeValue(values: Readonly<Record<string, string>>, name: string): string {
  const value = values[name]
  if (value === undefined) throw new TypeError(`the template has an unknown place ${name}`)
  return value
}

function templateValues(plan: DockingPlan): Record<string, string> {
  const { yaml, environment } = connectionOptions(plan.manifest, plan.options)
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
  }
}

/** The template's package.json with the name of this docking, its connector and the connector's driver. */
function packageOf(template: string, plan: DockingPlan): string {
  const json: { name: string; dependencies: Record<string, string> } = JSON.parse(template)
  const driver = plan.manifest?.driver
  json.name = `docking-${plan.systemId.replaceAll('.', '-')}`
  json.dependencies[plan.connector] = plan.connector.startsWith('@berth/') ? berthRange(json.dependencies) : '*'
  if (driver !== undefined) json.dependencies[driver.package] = driver.range
  return `${JSON.stringify(json, undefined, 2)}\n`
}

function berthRange(dependencies: Readonly<Record<string, string>>): string {
  return dependencies['@berth/cli'] ?? '*'
}
