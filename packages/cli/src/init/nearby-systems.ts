import { type Dirent, readdirSync } from 'node:fs'
import { dirname, extname, join, relative } from 'node:path'

/** A system that may be what is to be docked, by a file that was found. */
export interface NearbySystem {
  /** Short name of the connector. */
  readonly connector: string
  /** Options that follow from the file. Paths start at the folder of the docking. */
  readonly options: Readonly<Record<string, string>>
  /** What was found, as a person is asked about it. */
  readonly found: string
}

/** Enough to choose from; a folder of ten thousand files is not read to the end. */
const mostSystems = 9
const tables: ReadonlySet<string> = new Set(['.csv', '.dbf', '.xlsx', '.xls'])

/** What Windows keeps for its previews, and what Office has while a file is open, are nobody's system. */
const passedOver = /^(?:thumbs\.db$|ehthumbs.*\.db$|~\$)/i

/**
 * What lies in the folder of a new docking, one level below it, and where the person stands who makes it, when that is right above.
 * Nothing is opened.
 */
export function nearbySystems(folder: string, standing: string): NearbySystem[] {
  const seen = new Map<string, NearbySystem>()
  const above = dirname(folder) === standing ? [standing] : []
  for (const place of [folder, ...foldersOf(folder), ...above]) {
    for (const entry of entriesOf(place)) {
      const system =
        entry.isFile() && !passedOver.test(entry.name) ? systemOf(join(place, entry.name), folder) : undefined
      if (system === undefined || seen.size >= mostSystems) continue
      const same = JSON.stringify([system.connector, system.options])
      if (!seen.has(same)) seen.set(same, system)
    }
  }
  return [...seen.values()]
}

function systemOf(file: string, folder: string): NearbySystem | undefined {
  const found = relative(folder, file).replaceAll('\\', '/')
  const ending = extname(file).toLowerCase()
  if (ending === '.db' || ending === '.sqlite' || ending === '.sqlite3')
    return { connector: 'sqlite', options: { file: found }, found }
  if (ending === '.fdb' || ending === '.gdb')
    return { connector: 'firebird', options: { host: '127.0.0.1', database: file }, found }
  if (ending === '.mdb' || ending === '.accdb') {
    const driver = 'Microsoft Access Driver (*.mdb, *.accdb)'
    return { connector: 'odbc', options: { driver, attributes: `DBQ=${file}` }, found }
  }
  if (ending === '.wsdl') return { connector: 'soap', options: { wsdl: found }, found }
  if (/[/\\](?:openapi|swagger)\.(?:json|ya?ml)$/i.test(file))
    return { connector: 'http', options: { openapi: found }, found }
  if (!tables.has(ending)) return undefined
  const place = relative(folder, dirname(file)).replaceAll('\\', '/') || '.'
  return { connector: 'file', options: { folder: place }, found: `${place}/*${ending}` }
}

function foldersOf(place: string): string[] {
  return entriesOf(place)
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.') && entry.name !== 'node_modules')
    .slice(0, 50)
    .map(({ name }) => join(place, name))
}

function entriesOf(place: string): Dirent[] {
  try {
    return readdirSync(place, { withFileTypes: true }).slice(0, 1000)
  } catch {
    return []
  }
}
