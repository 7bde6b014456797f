/** What kind of system a connector docks; the README of a new docking has a paragraph for each. */
export type SystemKind = 'database' | 'soap' | 'http' | 'files'

interface KnownConnector {
  readonly name: string
  readonly title: string
  readonly kind: SystemKind
}

/** The connectors of this release, offered by `berth init`. Any other package can be named. */
export const knownConnectors: readonly KnownConnector[] = [
  { name: 'sqlite', title: 'SQLite', kind: 'database' },
  { name: 'firebird', title: 'Firebird', kind: 'database' },
  { name: 'postgres', title: 'PostgreSQL, KingbaseES, openGauss', kind: 'database' },
  { name: 'mysql', title: 'MySQL, MariaDB, TiDB, OceanBase', kind: 'database' },
  { name: 'mssql', title: 'SQL Server', kind: 'database' },
  { name: 'oracle', title: 'Oracle', kind: 'database' },
  { name: 'dameng', title: 'Dameng 达梦', kind: 'database' },
  { name: 'odbc', title: 'ODBC (Sybase, Informix, DB2, Access, GBase 8s)', kind: 'database' },
  { name: 'http', title: 'HTTP: JSON, XML, OpenAPI', kind: 'http' },
  { name: 'soap', title: 'SOAP, WSDL', kind: 'soap' },
  { name: 'file', title: '文件 Files: CSV, Excel, DBF, XML', kind: 'files' },
  { name: 'sftp', title: '文件 Files: SFTP', kind: 'files' },
  { name: 'ftp', title: '文件 Files: FTP', kind: 'files' },
]

const scope = '@berth/connector-'

/** A short name as the package of that connector: `firebird` is `@berth/connector-firebird`. */
export function connectorPackage(name: string): string {
  return knownConnectors.some((known) => known.name === name) ? `${scope}${name}` : name
}

/** The kind of system that the package of a connector docks; a database where it is not one of this release. */
export function systemKind(connector: string): SystemKind {
  return knownConnectors.find(({ name }) => `${scope}${name}` === connector)?.kind ?? 'database'
}
