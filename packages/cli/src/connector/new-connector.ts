import { existsSync, readFileSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { BerthError, type Language } from '@berth/core'
import { filled } from '../init/fill-template.ts'
import { NewFiles } from '../init/new-files.ts'
import { templateFolder } from '../init/template-files.ts'

/** What a connector is started from: a database that speaks SQL, or anything else. */
export type ConnectorKind = 'sql' | 'protocol'

/** A connector package to be made. */
export interface ConnectorWishes {
  /** Where it is written; made if it is not there. */
  readonly folder: string
  /** Short, as its manifest names it: `acme`. */
  readonly name: string
  /** The npm package. @default `connector-` and the name */
  readonly package?: string | undefined
  readonly title?: string | undefined
  readonly kind: ConnectorKind
  readonly language: Language
}

const namePattern = /^[a-z][a-z0-9-]{0,40}$/

/**
 * Writes a connector package that the conformance kit passes on its sample, and returns the files, relative to the folder. Never
 * overwrites: rejects with `FILE_EXISTS` before anything is written; `PARAMETER_INVALID` for a name, `FILE_UNWRITABLE`, and then
 * nothing of it is left.
 */
export async function newConnector(wishes: ConnectorWishes): Promise<string[]> {
  const { folder, name, kind } = wishes
  if (!namePattern.test(name))
    throw new BerthError('PARAMETER_INVALID', { parameter: 'NAME', problem: `${namePattern}` })
  const files = await connectorFiles(wishes)
  for (const file of files.keys()) if (existsSync(join(folder, file))) throw new BerthError('FILE_EXISTS', { file })
  await using made = new NewFiles()
  for (const [file, text] of files) {
    try {
      await made.write(join(folder, file), file === 'package.json' ? packageOf(text, kind) : text)
    } catch (cause) {
      const nativeCode = cause instanceof Error && 'code' in cause ? String(cause.code) : 'UNKNOWN'
      throw new BerthError('FILE_UNWRITABLE', { file, nativeCode }, { cause })
    }
  }
  made.keep()
  return [...files.keys()]
}

async function connectorFiles({ name, kind, language, ...wishes }: ConnectorWishes): Promise<Map<string, string>> {
  const shared = templateFolder('connector')
  const steps = await readFile(join(shared, `${kind}.${language}.md`), 'utf8')
  const values = {
    name,
    package: wishes.package ?? `connector-${name}`,
    title: (wishes.title ?? name).replaceAll(/\s+/g, ' '),
    variable: name.toUpperCase().replaceAll('-', '_'),
    steps: steps.trimEnd(),
  }
  const files = new Map<string, string>()
  const take = async (from: string, to: string): Promise<void> => {
    files.set(to, filled(await readFile(from, 'utf8'), values))
  }
  await take(join(shared, 'package.json'), 'package.json')
  await take(join(shared, `README.${language}.md`), 'README.md')
  await take(join(shared, 'conformance.js'), 'conformance.js')
  await take(join(shared, 'conformance.test.js'), 'test/conformance.test.js')
  await take(join(shared, 'real-target.js'), 'test/real-target.js')
  if (kind === 'sql') {
    for (const file of await readdir(join(shared, 'sql')))
      await take(join(shared, 'sql', file), file === 'sample-target.js' ? `test/${file}` : file)
    return files
  }
  const example = protocolExample()
  const renamed = async (file: string, from: string, to: string): Promise<string> => {
    const text = await readFile(join(example, file), 'utf8')
    if (!text.includes(from)) throw new TypeError(`${file} has no ${from}`)
    return text.replaceAll(from, to)
  }
  files.set('connector.js', await renamed('connector.js', "name: 'ledger'", `name: '${name}'`))
  files.set('test/sample-target.js', await renamed('target.js', 'ledgerTarget', 'openTarget'))
  return files
}

/** The example of a third party: beside the templates in the published package, else where it stands in the repository. */
function protocolExample(): string {
  const packed = join(templateFolder('connector'), 'protocol')
  return existsSync(packed) ? packed : fileURLToPath(new URL('../../../../examples/third-party', import.meta.url))
}

function packageOf(text: string, kind: ConnectorKind): string {
  const json: { dependencies: Record<string, string>; devDependencies: Record<string, string> } = JSON.parse(text)
  const own = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'))
  const range = (name: string): string => own.dependencies[name] ?? own.devDependencies[name] ?? '*'
  json.dependencies['@berth/core'] = range('@berth/core')
  if (kind === 'sql') json.dependencies['@berth/sql'] = range('@berth/sql')
  json.devDependencies['@berth/conformance'] = range('@berth/conformance')
  return `${JSON.stringify(json, undefined, 2)}\n`
}
