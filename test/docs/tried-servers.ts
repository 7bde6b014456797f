/** How a server was tried with its connector. `scripted`: the real driver, or its port, against answers of our own making. */
export type Tried = 'run' | 'scripted' | 'not run'

/** One server and version. */
export interface TriedServer {
  readonly connector: string
  readonly server: string
  readonly tried: Tried
  /** How, or what stands in the way. */
  readonly how: string
}

/** Every server that a connector is made for. What is `run` here is what the connector's manifest says it was tested on. */
export const triedServers: readonly TriedServer[] = [
  { connector: 'sqlite', server: 'SQLite 3.53', tried: 'run', how: 'in every test run' },
  {
    connector: 'firebird',
    server: 'Firebird 3.0.11',
    tried: 'run',
    how: 'in every test run: dialects 1 and 3; UTF8, GBK, GB18030, NONE; SRP, SRP-256, Legacy_Auth',
  },
  {
    connector: 'firebird',
    server: 'Firebird 2.5, 4, 5',
    tried: 'not run',
    how: 'Debian has none; types of 4 and 5 by their table alone; FIREBIRD_ADDRESS',
  },
  {
    connector: 'postgres',
    server: 'PostgreSQL 15.18',
    tried: 'run',
    how: 'in every test run: UTF8, SQL_ASCII, EUC_CN, LATIN1; MD5, SCRAM, TLS',
  },
  {
    connector: 'postgres',
    server: 'PostgreSQL 9.x to 14, 16 to 18',
    tried: 'not run',
    how: 'functions and the log from 11 on; POSTGRES_ADDRESS',
  },
  { connector: 'postgres', server: 'KingbaseES', tried: 'not run', how: 'speaks the protocol; POSTGRES_ADDRESS' },
  {
    connector: 'postgres',
    server: 'openGauss, GaussDB',
    tried: 'scripted',
    how: 'its login, byte by byte; POSTGRES_ADDRESS',
  },
  { connector: 'mysql', server: 'MariaDB 10.11.19', tried: 'run', how: 'in every test run' },
  { connector: 'mysql', server: 'MySQL 5.6 to 8.4, TiDB, OceanBase', tried: 'not run', how: 'MYSQL_ADDRESS' },
  {
    connector: 'mssql',
    server: 'SQL Server 2008 R2 to 2025',
    tried: 'scripted',
    how: 'the driver against our own TDS 7.4 server, with SQLite behind it; MSSQL_ADDRESS',
  },
  {
    connector: 'oracle',
    server: 'Oracle 11g to 23ai',
    tried: 'scripted',
    how: 'the driver against our own listener, statements and values by scripted sessions; ORACLE_ADDRESS',
  },
  {
    connector: 'dameng',
    server: 'DM8',
    tried: 'scripted',
    how: 'the driver against our own listener, statements and values by scripted sessions; DAMENG_ADDRESS',
  },
  {
    connector: 'odbc',
    server: 'unixODBC 2.3.11 with PostgreSQL 15 (psqlodbc 13)',
    tried: 'run',
    how: 'in every test run',
  },
  {
    connector: 'odbc',
    server: 'unixODBC 2.3.11 with MariaDB 10.11 (Connector/ODBC 3.1.15)',
    tried: 'run',
    how: 'in every test run',
  },
  {
    connector: 'odbc',
    server: 'unixODBC 2.3.11 with SQLite 3.40 (sqliteodbc 0.9998)',
    tried: 'run',
    how: 'in every test run',
  },
  {
    connector: 'odbc',
    server: 'Sybase ASE, Informix, GBase 8s, DB2, Access',
    tried: 'not run',
    how: 'profiles written from their documentation',
  },
  {
    connector: 'http',
    server: 'PHP 8.2.36',
    tried: 'run',
    how: 'in every test run: its own server; five kinds of pages, GBK, gzip, OAuth 2.0',
  },
  {
    connector: 'http',
    server: 'nginx 1.22.1',
    tried: 'run',
    how: 'in every test run: ETags, gzip, TLS, client certificates, redirects, limits of rate',
  },
  {
    connector: 'http',
    server: 'Python 3.11.2',
    tried: 'run',
    how: 'in every test run: http.server, HTTP/1.0, times of change',
  },
  {
    connector: 'http',
    server: 'gateways of provinces and of the state',
    tried: 'scripted',
    how: 'a service that verifies every dialect; none can be reached from outside, see gateways.md',
  },
  {
    connector: 'soap',
    server: 'PHP 8.2.36',
    tried: 'run',
    how: 'in every test run: SoapServer; rpc/encoded, document/literal, SOAP 1.1 and 1.2',
  },
  {
    connector: 'soap',
    server: 'spyne 2.14.0',
    tried: 'run',
    how: 'in every test run: SOAP 1.1 and 1.2, every message held against the schema',
  },
  {
    connector: 'soap',
    server: 'gSOAP 2.8.124',
    tried: 'run',
    how: 'in every test run: rpc/encoded with shared values, MTOM',
  },
  {
    connector: 'soap',
    server: 'Axis 1.4, Axis2, CXF, .NET (asmx, WCF), WebLogic',
    tried: 'not run',
    how: 'WSDLs in the shape of Axis 1.4, .NET and CXF are read and asked by; none of their servers was',
  },
  {
    connector: 'sftp',
    server: 'OpenSSH 9.2',
    tried: 'run',
    how: 'in every test run: keys, algorithms of 2014, GBK names; killed and cut in the middle of transfers',
  },
  { connector: 'sftp', server: 'ProFTPD 1.3.8', tried: 'run', how: 'in every test run: its mod_sftp, with passwords' },
  {
    connector: 'sftp',
    server: 'SFTP of Windows, of SSH gateways (堡垒机)',
    tried: 'not run',
    how: 'version 3 of the protocol alone is asked for',
  },
  {
    connector: 'ftp',
    server: 'ProFTPD 1.3.8',
    tried: 'run',
    how: 'in every test run: explicit and implicit TLS, none; MLSD and LIST; EPSV and PASV; GBK names',
  },
  {
    connector: 'ftp',
    server: 'IIS, vsftpd, FileZilla Server',
    tried: 'scripted',
    how: 'their listings as samples; transfers not run',
  },
]
