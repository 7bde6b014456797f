// Runs before anything else of the tests: plain JavaScript for Node 18 and up, no dependencies.
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { buildOdbc, isOdbcBuilt, nodeHeaders } from './odbc-driver.mjs'

const odbcFolder = `/usr/lib/${{ x64: 'x86_64', arm64: 'aarch64' }[process.arch] ?? process.arch}-linux-gnu/odbc`

/**
 * Every server that live tests use: the Debian packages that bring it, the files that tell it is there, and what is built
 * of sources.
 */
const servers = [
  {
    name: 'firebird',
    packages: ['firebird3.0-server', 'firebird3.0-utils', 'firebird3.0-examples'],
    files: ['/usr/sbin/firebird', '/usr/bin/isql-fb', '/usr/share/doc/firebird3.0-common-doc/examples/employee.sql.gz'],
    address: 'FIREBIRD_ADDRESS',
  },
  {
    name: 'postgres',
    packages: ['postgresql'],
    files: ['/usr/bin/psql', '/usr/share/postgresql'],
    address: 'POSTGRES_ADDRESS',
  },
  {
    name: 'mariadb',
    packages: ['mariadb-server'],
    files: ['/usr/sbin/mariadbd', '/usr/bin/mariadb'],
    address: 'MARIADB_ADDRESS',
  },
  {
    name: 'odbc',
    packages: [
      'unixodbc',
      'unixodbc-dev',
      'odbc-postgresql',
      'odbc-mariadb',
      'libsqliteodbc',
      'g++',
      'make',
      'python3',
      ...(nodeHeaders() === undefined ? ['libnode-dev'] : []),
    ],
    files: [
      '/usr/bin/odbcinst',
      '/usr/include/sql.h',
      ...['/usr/bin/g++', '/usr/bin/make', '/usr/bin/python3'],
      ...(nodeHeaders() === undefined ? ['/usr/include/node/node_api.h'] : []),
      ...['psqlodbcw.so', 'libmaodbc.so', 'libsqlite3odbc.so'].map((file) => `${odbcFolder}/${file}`),
    ],
    build: buildOdbc,
    isBuilt: isOdbcBuilt,
  },
  {
    name: 'nginx',
    packages: ['nginx-light'],
    files: ['/usr/sbin/nginx'],
  },
  {
    name: 'php',
    packages: ['php-cli', 'php-soap'],
    files: ['/usr/bin/php', '/var/lib/dpkg/info/php-soap.list'],
  },
  {
    name: 'ftp',
    packages: ['proftpd-core', 'proftpd-mod-crypto', 'openssh-client', 'openssl'],
    files: ['/usr/sbin/proftpd', '/usr/lib/proftpd/mod_tls.so', '/usr/bin/ssh-keygen', '/usr/bin/openssl'],
  },
  {
    name: 'sftp',
    packages: ['openssh-server', 'openssh-sftp-server', 'openssh-client'],
    files: ['/usr/sbin/sshd', '/usr/bin/ssh-keygen'],
  },
  {
    name: 'zeep',
    packages: ['python3', 'python3-zeep'],
    files: ['/usr/bin/python3', '/usr/lib/python3/dist-packages/zeep/__init__.py'],
  },
  {
    name: 'spyne',
    packages: ['python3', 'python3-spyne', 'python3-lxml', 'python3-xmlsec'],
    files: [
      '/usr/bin/python3',
      '/usr/lib/python3/dist-packages/spyne/__init__.py',
      '/var/lib/dpkg/info/python3-xmlsec.list',
    ],
  },
  {
    name: 'spreadsheets',
    packages: ['libreoffice-calc', 'gdal-bin', 'python3', 'python3-openpyxl', 'python3-dbf'],
    files: [
      '/usr/bin/soffice',
      '/usr/bin/ogr2ogr',
      '/usr/bin/python3',
      '/usr/lib/python3/dist-packages/openpyxl/__init__.py',
      '/usr/lib/python3/dist-packages/dbf/__init__.py',
    ],
  },
  {
    name: 'gsoap',
    packages: ['gsoap', 'g++'],
    files: ['/usr/bin/soapcpp2', '/usr/include/stdsoap2.h', '/usr/bin/g++'],
  },
]

/** The names of all of them. */
export const serverNames = servers.map(({ name }) => name)

const isRoot = process.getuid?.() === 0

/**
 * Makes the servers of the live tests available: installs missing Debian packages where this process may (root on
 * Debian), says what it does on standard error, and returns what can be used and why the rest cannot.
 *
 * @returns {Promise<{ name: string, available: boolean, reason?: string }[]>}
 */
export async function installServers() {
  const missing = servers.filter((server) => !process.env[server.address] && !isInstalled(server))
  const problem = missing.length === 0 ? undefined : install(missing.flatMap((server) => server.packages))
  return servers.map((server) => {
    const built = isInstalled(server) ? server.build?.() : undefined
    if (process.env[server.address] || isThere(server)) return { name: server.name, available: true }
    const reason = built ?? problem ?? 'its packages did not bring what is needed'
    return { name: server.name, available: false, reason }
  })
}

/** Why a server cannot be started here, or undefined when it can. Installs nothing. */
export function whyUnavailable(name) {
  const server = servers.find((entry) => entry.name === name)
  if (server === undefined) throw new TypeError(`unknown server ${name}`)
  if (isThere(server)) return undefined
  if (isInstalled(server)) return `what ${server.name} needs is not built; run node test/servers/install.mjs`
  const other = server.address === undefined ? '' : `, or set ${server.address}`
  return `${server.files.filter((file) => !existsSync(file)).join(', ')} not found; install ${server.packages.join(' ')}${other}`
}

function isThere(server) {
  return isInstalled(server) && server.isBuilt?.() !== false
}

function isInstalled(server) {
  return server.files.every((file) => existsSync(file))
}

function install(packages) {
  const wanted = [...new Set(packages)]
  if (!isDebian()) return 'this is not a Debian system'
  if (!isRoot) return `not root: run apt-get install ${wanted.join(' ')}`
  console.error(`Berth tests: installing ${wanted.join(' ')} from Debian`)
  const first = apt(['install', ...wanted])
  if (first === undefined) return undefined
  console.error('Berth tests: apt-get update, once, then again')
  const update = apt(['update'])
  if (update !== undefined) return update
  return apt(['install', ...wanted])
}

/** One apt-get run without questions; undefined when it succeeded. A server package must not start a service. */
function apt([action, ...packages]) {
  const parameters = ['-qq', '-o', 'Dpkg::Options::=--force-confold', action]
  if (action === 'install') parameters.push('-y', '--no-install-recommends', ...packages)
  const { status, stderr } = spawnSync('apt-get', parameters, {
    stdio: ['ignore', 'ignore', 'pipe'],
    encoding: 'utf8',
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' },
  })
  if (status === 0) return undefined
  const last = (stderr ?? '').trim().split('\n').at(-1) ?? ''
  return `apt-get ${action} ended with ${status ?? 'a signal'}: ${last}`
}

function isDebian() {
  if (!existsSync('/etc/os-release')) return false
  const release = readFileSync('/etc/os-release', 'utf8')
  return /^ID(?:_LIKE)?=.*debian/m.test(release)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const server of await installServers()) {
    console.log(`${server.name}: ${server.available ? 'available' : server.reason}`)
  }
}
