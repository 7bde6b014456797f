// What npm create berth, berth init, berth add and berth connector new make, beside the packed packages: it installs, is green on what
// lies there, and red where the system is missing. Each check returns undefined, or what is wrong as a text.
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { root, run } from '../toolchain.mjs'
import { dockingSize, mostMegabytes } from './docking-size.mjs'

const owner = ['--title', '系统', '--owner', '单位', '--owner-code', '91350100M000100Y43']

/** The templates of dockings: what lies there before, what is said on the command line, and whether the system is there to be asked. */
const dockings = [
  { name: 'database', words: ['--sample', '--pin'], live: true },
  {
    name: 'files',
    from: 'packages/files/test/fixtures/sniff',
    to: 'drop',
    words: ['--connector', 'file', ...owner],
    live: true,
  },
  { name: 'soap', from: 'connectors/soap/test/fixtures/net-asmx.wsdl', to: 'service.wsdl', words: owner, live: false },
  {
    name: 'http',
    from: 'connectors/http/test/fixtures/permits.openapi.yaml',
    to: 'openapi.yaml',
    words: ['--option', 'url=http://permits.invalid/', ...owner],
    live: false,
  },
]

/** All of it, in the folder of the consumer, whose package.json takes the dockings in as workspaces. */
export async function tryScaffolds(node, folder) {
  const size = dockingSize(folder, ['@berth/cli', '@berth/connector-sqlite'])
  if (size.megabytes > mostMegabytes) return `a docking with one connector takes ${size.megabytes} MB: ${size.largest}`
  const ran = async (words, cwd, wanted = 0) => {
    const { code, output } = await run(node, words, { capture: true, cwd })
    return code === wanted
      ? undefined
      : `${words.join(' ')} ended with ${code} in ${path.basename(cwd)}\n${output.slice(-4000)}`
  }
  for (const step of [makeDockings, installDockings, checkDockings, addEntries, makeConnectors]) {
    const problem = await step(folder, ran)
    if (problem !== undefined) return problem
  }
  return undefined
}

async function makeDockings(folder, ran) {
  const create = path.join(folder, 'node_modules', 'create-berth', 'bin', 'run.js')
  for (const { name, from, to, words } of dockings) {
    const home = path.join(folder, name)
    mkdirSync(home)
    if (from !== undefined)
      cpSync(path.join(root, from), path.join(home, to), { recursive: true, preserveTimestamps: true })
    const problem = await ran([create, name, '--no-install', '--lang', 'zh', ...words], folder)
    if (problem !== undefined) return problem
    if (!readFileSync(path.join(home, 'berth.yaml'), 'utf8').includes('draft: true'))
      return `nothing was drafted of ${name}`
  }
  return undefined
}

/** The ranges and the exact versions that they name are those of the packages, and no driver is missing. */
async function installDockings(folder) {
  const file = path.join(folder, 'package.json')
  const json = JSON.parse(readFileSync(file, 'utf8'))
  writeFileSync(file, JSON.stringify({ ...json, workspaces: dockings.map(({ name }) => name) }))
  const words = ['install', '--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error']
  const { code, output } = await run('npm', words, { capture: true, cwd: folder })
  if (code !== 0) return `npm install of the dockings ended with ${code}\n${output.slice(-4000)}`
  const pinned = JSON.parse(readFileSync(path.join(folder, 'database', 'package.json'), 'utf8')).dependencies
  return /^\d/.test(pinned['@berth/cli']) ? undefined : `--pin wrote ${pinned['@berth/cli']}`
}

async function checkDockings(folder, ran) {
  const berth = path.join(folder, 'node_modules', '@berth', 'cli', 'bin', 'run.js')
  for (const { name, live } of dockings) {
    const home = path.join(folder, name)
    if (live) edit(path.join(home, 'berth.yaml'), /\n {4}draft: true[^\n]*/, '')
    const problem = await ran([berth, 'check', ...(live && name !== 'database' ? ['--live'] : [])], home)
    if (problem !== undefined) return problem
  }
  return undefined
}

/** The tests of a docking are green, with those of what was added; and red once the system is gone. */
async function addEntries(folder, ran) {
  const berth = path.join(folder, 'node_modules', '@berth', 'cli', 'bin', 'run.js')
  const home = path.join(folder, 'database')
  const tests = ['--test', 'test/*.test.js']
  const problem =
    (await ran([berth, 'add', 'resource', 'certificates', '--dataset', 'T_HYDJ'], home)) ??
    (await ran([berth, 'add', 'operation', 'register', '--table', 'T_HYDJ'], home)) ??
    (await ran(tests, home))
  if (problem !== undefined) return problem
  rmSync(path.join(home, 'sample.db'))
  return await ran(['--test', 'test/docking.test.js'], home, 1)
}

async function makeConnectors(folder, ran) {
  const berth = path.join(folder, 'node_modules', '@berth', 'cli', 'bin', 'run.js')
  for (const kind of ['sql', 'protocol']) {
    const home = path.join(folder, `connector-${kind}`)
    const problem =
      (await ran([berth, 'connector', 'new', kind, '--kind', kind], folder)) ??
      (await ran(['conformance.js'], home)) ??
      (await ran(['conformance.js', '--real'], home, 1))
    if (problem !== undefined) return problem
    if (!existsSync(path.join(home, 'report', `${kind}-sample.html`))) return `connector-${kind} has written no report`
  }
  return undefined
}

function edit(file, from, to) {
  writeFileSync(file, readFileSync(file, 'utf8').replace(from, to))
}
