import { spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { filesBelow, sumsOf } from '../../src/bundle/bundle-sums.ts'
import { templateFolder } from '../../src/init/template-files.ts'

const values: Readonly<Record<string, string>> = {
  system: 'civil.marriage',
  platform: 'linux-x64',
  machine: 'x86_64',
  node: '24.21.0',
  kernel: '4.18',
  glibc: '2.28',
}

/** A machine: what its programs say, and what became of the bundle on it. */
interface Machine {
  readonly system?: string
  readonly machine?: string
  readonly kernel?: string
  /** What `getconf GNU_LIBC_VERSION` prints. */
  readonly library?: string
  readonly damaged?: boolean
  /** What the program of Node does. */
  readonly node?: string
}

function program(file: string, text: string): void {
  writeFileSync(file, `#!/bin/sh\n${text}\n`)
  chmodSync(file, 0o755)
}

/** Runs the real script where the machine's own programs tell of another machine. */
async function run(machine: Machine): Promise<{ code: number | null; err: string; ran: string | undefined }> {
  const folder = mkdtempSync(join(tmpdir(), 'berth-script-'))
  const [home, programs] = [join(folder, 'bundle'), join(folder, 'programs')]
  mkdirSync(join(home, 'runtime', 'bin'), { recursive: true })
  mkdirSync(programs)
  const template = readFileSync(join(templateFolder('bundle'), 'install.sh'), 'utf8')
  writeFileSync(
    join(home, 'install.sh'),
    template.replaceAll(/\{\{(\w+)\}\}/g, (_place, name: string) => values[name] ?? ''),
  )
  const { system = 'Linux', machine: name = 'x86_64', kernel = '5.10.0-25-amd64', library = 'glibc 2.36' } = machine
  program(join(programs, 'uname'), `case "$1" in -s) echo ${system};; -m) echo ${name};; -r) echo ${kernel};; esac`)
  program(join(programs, 'getconf'), library === '' ? 'exit 1' : `echo "${library}"`)
  program(join(home, 'runtime', 'bin', 'node'), machine.node ?? `[ "$1" = --version ] || echo "$@" > "${folder}/ran"`)
  writeFileSync(join(home, 'SHA256SUMS'), await sumsOf(home, await filesBelow(home)))
  if (machine.damaged === true) program(join(home, 'runtime', 'bin', 'node'), 'exit 0')
  const { status, stderr } = spawnSync('sh', [join(home, 'install.sh'), '--port', '9000'], {
    encoding: 'utf8',
    env: { PATH: `${programs}:/usr/bin:/bin` },
  })
  const ran = join(folder, 'ran')
  return {
    code: status,
    err: stderr,
    ran: existsSync(ran) ? readFileSync(ran, 'utf8').replaceAll(home, '.') : undefined,
  }
}

describe('install.sh', () => {
  it.each<[string, Machine]>([
    ['of today', {}],
    ['that just fits', { kernel: '4.18.0-553.el8.x86_64', library: 'glibc 2.28' }],
    ['of a later age', { kernel: '10.0', library: 'glibc 3.0' }],
  ])('installs on a machine %s', async (_what, machine) => {
    expect(await run(machine)).toEqual({
      code: 0,
      err: '',
      ran: './node_modules/@berth/cli/bin/run.js bundle install --from . --port 9000\n',
    })
  })

  it.each<[string, Machine, RegExp]>([
    ['CentOS 7, by its kernel', { kernel: '3.10.0-1160.el7.x86_64', library: 'glibc 2.17' }, /3\.10\.0/],
    ['a library that is too old', { library: 'glibc 2.27' }, /glibc 2\.28.*2\.27/],
    ['Alpine', { library: '' }, /glibc 2\.28/],
    ['another machine', { machine: 'aarch64' }, /linux-x64.*aarch64/],
    ['another machine by its other name', { machine: 'arm64' }, /linux-x64.*arm64/],
    ['another system', { system: 'SunOS' }, /SunOS/],
    ['a bundle that is damaged', { damaged: true }, /copy and unpack/],
    ['a program that does not run', { node: 'echo no such library >&2; exit 127' }, /no such library/],
  ])('changes nothing on %s, and says why in both languages', async (_what, machine, reason) => {
    const { code, err, ran } = await run(machine)
    expect([code, ran]).toEqual([3, undefined])
    expect(err).toMatch(reason)
    expect(err).toMatch(/berth: [^\n]*[\u4e00-\u9fff]/)
    expect(err).toContain('nothing was changed')
  })
})
