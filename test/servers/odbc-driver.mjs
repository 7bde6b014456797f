// Runs before anything else of the tests: plain JavaScript for Node 18 and up, no dependencies.
import { spawnSync } from 'node:child_process'
import { existsSync, lstatSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const root = path.dirname(path.dirname(path.dirname(fileURLToPath(import.meta.url))))
const folder = path.join(root, 'test', '.work', 'odbc')
const packages = { odbc: '2.6.0', 'node-gyp': '12.1.0' }
const library = path.join(folder, 'node_modules', 'odbc')
const binary = path.join(library, 'lib', 'bindings', 'napi-v8', 'odbc.node')
/** Where a docking has the package: beside the connector. */
const link = path.join(root, 'connectors', 'odbc', 'node_modules', 'odbc')

/** Where `include/node` with the headers of a Node is; whichever, for the library uses Node-API alone. */
export function nodeHeaders() {
  return [path.dirname(path.dirname(process.execPath)), '/usr'].find((prefix) =>
    existsSync(path.join(prefix, 'include', 'node', 'node_api.h')),
  )
}

/** Whether the package `odbc` was built here, and stands where the connector finds it. */
export function isOdbcBuilt() {
  if (!existsSync(binary)) return false
  // npm removes what no package.json names; the link is put back.
  if (!existsSync(link)) {
    mkdirSync(path.dirname(link), { recursive: true })
    rmSync(link, { force: true })
    symlinkSync(library, link, 'dir')
  }
  return lstatSync(link).isSymbolicLink()
}

/**
 * Fetches the sources of the package `odbc` from the npm registry and compiles them, about 20 seconds, once. Its own install
 * script would look for a binary on another server first; it is not run.
 *
 * @returns {string | undefined} what is wrong
 */
export function buildOdbc() {
  if (isOdbcBuilt()) return undefined
  console.error('Berth tests: compiling the package odbc from source, once')
  const headers = nodeHeaders()
  if (headers === undefined) return 'the headers of Node are not there; install libnode-dev'
  mkdirSync(folder, { recursive: true })
  writeFileSync(path.join(folder, 'package.json'), JSON.stringify({ private: true, dependencies: packages }))
  const fetched = run('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], folder)
  if (fetched !== undefined) return fetched
  const builder = path.join(folder, 'node_modules', '@mapbox', 'node-pre-gyp', 'bin', 'node-pre-gyp')
  const node = path.join(root, 'node_modules', '.bin', 'node')
  // `rebuild` compiles and never downloads; with `nodedir` node-gyp fetches no headers either.
  const built = run(node, [builder, 'rebuild', `--nodedir=${headers}`], library)
  if (built !== undefined) return built
  return isOdbcBuilt() ? undefined : `${binary} was not made`
}

function run(command, parameters, cwd) {
  const { status, stderr } = spawnSync(command, parameters, {
    cwd,
    stdio: ['ignore', 'ignore', 'pipe'],
    encoding: 'utf8',
  })
  if (status === 0) return undefined
  return `${path.basename(command)} ${parameters[0]} ended with ${status ?? 'a signal'}: ${(stderr ?? '').trim().slice(-500)}`
}

if (process.argv[1] === fileURLToPath(import.meta.url)) console.log(buildOdbc() ?? `built: ${binary}`)
