import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { BerthError, type Language } from '@berth/core'
import { type DockingManifest, draftOperation, draftResources, identifierPattern, parseManifest } from '@berth/manifest'
import { replaceFile } from '../discover/replace-file.ts'
import { filled } from '../init/fill-template.ts'
import { NewFiles } from '../init/new-files.ts'
import { templateFolder } from '../init/template-files.ts'
import { agreedItems, agreedText } from './agreed-items.ts'
import { differingLines } from './inserted-lines.ts'
import type { Target } from './target-dataset.ts'

/** What `berth add ... --json` prints. */
export interface AddResult {
  readonly file: string
  /** Where it stands: `resources.marriage`. */
  readonly entry: string
  readonly connection: string
  readonly dataset: string
  readonly items: readonly string[]
  /** The test that was written, relative to the docking. */
  readonly test: string
  /** What changed in the manifest, a line each. With `--dry-run` nothing was written. */
  readonly diff: readonly string[]
  readonly written: boolean
}

export interface AddSettings {
  readonly manifest: DockingManifest
  readonly kind: 'resource' | 'operation'
  readonly id: string
  readonly language: Language
  readonly dryRun: boolean
}

/**
 * Refuses an id that is none or is taken before a system is asked, with `PARAMETER_INVALID` or `ENTRY_EXISTS`; `FILE_EXISTS` where a
 * test of that name is there.
 */
export function requireFree({ manifest, kind, id }: AddSettings): void {
  if (!new RegExp(identifierPattern).test(id))
    throw new BerthError('PARAMETER_INVALID', { parameter: 'ID', problem: identifierPattern })
  const entries = kind === 'resource' ? manifest.resources : manifest.operations
  if (Object.hasOwn(entries, id)) throw new BerthError('ENTRY_EXISTS', { entry: `${kind}s.${id}`, file: 'berth.yaml' })
  const file = testFile(kind, id)
  if (existsSync(join(manifest.folder, file))) throw new BerthError('FILE_EXISTS', { file })
}

/**
 * Drafts the entry, and writes it and its test unless it is a dry run. Rejects with `MANIFEST_INVALID`, `FILE_CHANGED`, `FILE_UNWRITABLE`;
 * then neither of them is written.
 */
export async function addEntry(settings: AddSettings, target: Target): Promise<AddResult> {
  const { manifest, kind, id } = settings
  const file = join(manifest.folder, 'berth.yaml')
  const before = await readFile(file, 'utf8')
  const after = drafted(before, settings, target)
  const parsed = parseManifest(after, { file, folder: manifest.folder }).manifest
  const entry = kind === 'resource' ? parsed?.resources[id] : parsed?.operations[id]
  if (parsed === undefined || entry === undefined) throw new BerthError('MANIFEST_INVALID', { file, count: 1 })
  const items = 'items' in entry ? entry.items : entry.input
  const values = { resource: id, operation: id, agreed: agreedText(agreedItems(items)) }
  const test = testFile(kind, id)
  if (!settings.dryRun) {
    await using made = new NewFiles()
    const template = await readFile(join(templateFolder('docking'), `${kind}.test.js`), 'utf8')
    await writeNew(made, manifest.folder, test, filled(template, values))
    const helper = join('test', 'berth.js')
    if (!existsSync(join(manifest.folder, helper)))
      await writeNew(made, manifest.folder, helper, await readFile(join(templateFolder('docking'), 'berth.js'), 'utf8'))
    await replaceFile(file, before, after)
    made.keep()
  }
  return {
    file,
    entry: `${kind}s.${id}`,
    connection: target.connection,
    dataset: target.dataset.name,
    items: items.map((item) => item.id),
    test,
    diff: differingLines(before, after),
    written: !settings.dryRun,
  }
}

function drafted(text: string, { kind, id, language }: AddSettings, target: Target): string {
  const { connection, dataset, samples, charsets } = target
  const place = { manifestText: text, file: 'berth.yaml', connection, language }
  if (kind === 'operation') return draftOperation({ ...place, id, target: dataset })
  const ids = new Map([[dataset.name, id]])
  const draft = draftResources({ ...place, datasets: [dataset], samples, charsets, ids })
  if (draft.added.length === 0) throw new BerthError('DATASET_UNKNOWN', { dataset: dataset.name })
  return draft.text
}

function testFile(kind: AddSettings['kind'], id: string): string {
  return join('test', kind === 'resource' ? `${id}.test.js` : `${id}.operation.test.js`)
}

async function writeNew(made: NewFiles, folder: string, file: string, text: string): Promise<void> {
  try {
    await made.write(join(folder, file), text)
  } catch (cause) {
    const nativeCode = cause instanceof Error && 'code' in cause ? String(cause.code) : 'UNKNOWN'
    throw new BerthError('FILE_UNWRITABLE', { file, nativeCode }, { cause })
  }
}
