/** The connectors of this release, offered by `berth init`. Any other package can be named. */
export const knownConnectors: readonly { readonly name: string; readonly title: string }[] = [
  { name: 'sqlite', title: 'SQLite' },
  { name: 'firebird', title: 'Firebird' },
  { name: 'postgres', title: 'PostgreSQL, KingbaseES, openGauss' },
  { name: 'mysql', title: 'MySQL, MariaDB, TiDB, OceanBase' },
  { name: 'mssql', title: 'SQL Server' },
  { name: 'oracle', title: 'Oracle' },
  { name: 'dameng', title: 'Dameng 达梦' },
  { name: 'odbc', title: 'ODBC (Sybase, Informix, DB2, GBase 8s)' },
  { name: 'http', title: 'HTTP: JSON, XML, OpenAPI' },
  { name: 'soap', title: 'SOAP, WSDL' },
  { name: 'file', title: '文件 Files: CSV, Excel, DBF, XML' },
  { name: 'sftp', title: '文件 Files: SFTP' },
  { name: 'ftp', title: '文件 Files: FTP' },
]

/** A short name as the package of that connector: `firebird` is `@berth/connector-firebird`. */
export function connectorPackage(name: string): string {
  return knownConnectors.some((known) => known.name === name) ? `@berth/connector-${name}` : name
}
