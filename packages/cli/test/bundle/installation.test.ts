import { lstatSync, mkdirSync, mkdtempSync, readFileSync, readlinkSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { linkDocking, makeDockingFolder, makeEnvironmentFile } from '../../src/bundle/install/docking-links.ts'
import { installBundle } from '../../src/bundle/install/install-bundle.ts'
import { type Installation, pointTo, readInstallation, versionAt } from '../../src/bundle/install/installation.ts'
import { unitText } from '../../src/bundle/install/systemd.ts'
import { localAddress, untilReady } from '../../src/bundle/install/until-ready.ts'
import { taskText } from '../../src/bundle/install/windows-task.ts'
import { ownPlatform } from '../../src/bundle/target-platform.ts'

const signal = new AbortController().signal
const installation: Installation = {
  berthInstall: 1,
  system: 'civil.marriage',
  host: '127.0.0.1',
  port: 8470,
  service: 'systemd',
  user: 'berth',
}
const stops: (() => void)[] = []
afterEach(() => {
  for (const stop of stops.splice(0)) stop()
})

/** A folder that says that it is a bundle, and has nothing in it. */
function bundleOf(platform: string): string {
  const from = mkdtempSync(join(tmpdir(), 'berth-from-'))
  const facts = {
    berthBundle: 1,
    id: 'a',
    system: 'a.b',
    version: '1',
    platform,
    manifest: 'x',
    node: { version: '24' },
  }
  writeFileSync(join(from, 'bundle.json'), JSON.stringify(facts))
  return from
}

function version(prefix: string, id: string, files: readonly string[]): void {
  const folder = join(prefix, 'versions', id, 'docking')
  mkdirSync(folder, { recursive: true })
  for (const name of files) writeFileSync(join(folder, name), `${id} ${name}`)
}

describe('the folder that an agent works in', () => {
  it('shows the files of the current version, and keeps what is its own', async () => {
    const prefix = mkdtempSync(join(tmpdir(), 'berth-prefix-'))
    version(prefix, 'one', ['berth.yaml', '.env.example', 'own.js'])
    version(prefix, 'two', ['berth.yaml', '.env.example', 'service.wsdl'])
    const docking = join(prefix, 'docking')
    await makeDockingFolder(prefix, undefined)
    expect(statSync(docking).mode & 0o777).toBe(0o700)
    await pointTo(prefix, 'current', 'one')
    await linkDocking(prefix)
    expect(await makeEnvironmentFile(prefix, undefined)).toBe(true)
    expect(statSync(join(docking, '.env')).mode & 0o777).toBe(0o600)
    writeFileSync(join(docking, '.env'), 'filled in')
    mkdirSync(join(docking, '.berth'))
    expect(readFileSync(join(docking, 'berth.yaml'), 'utf8')).toBe('one berth.yaml')
    await pointTo(prefix, 'current', 'two')
    await linkDocking(prefix)
    expect(await makeEnvironmentFile(prefix, undefined)).toBe(false)
    expect(readFileSync(join(docking, 'berth.yaml'), 'utf8')).toBe('two berth.yaml')
    expect(readFileSync(join(docking, 'service.wsdl'), 'utf8')).toBe('two service.wsdl')
    expect(readFileSync(join(docking, '.env'), 'utf8')).toBe('filled in')
    expect(lstatSync(join(docking, '.berth')).isDirectory()).toBe(true)
    expect(() => lstatSync(join(docking, 'own.js'))).toThrow()
    expect([await versionAt(prefix, 'current'), readlinkSync(join(prefix, 'current'))]).toEqual(['two', 'versions/two'])
  })

  it('is not taken over from somebody who put a file there', async () => {
    const prefix = mkdtempSync(join(tmpdir(), 'berth-prefix-'))
    version(prefix, 'one', ['berth.yaml'])
    await makeDockingFolder(prefix, undefined)
    writeFileSync(join(prefix, 'docking', 'berth.yaml'), 'mine')
    await pointTo(prefix, 'current', 'one')
    await expect(linkDocking(prefix)).rejects.toMatchObject({ code: 'FILE_EXISTS' })
    expect(readFileSync(join(prefix, 'docking', 'berth.yaml'), 'utf8')).toBe('mine')
  })
})

describe('an installation', () => {
  it('that cannot be read is not written over', async () => {
    const prefix = mkdtempSync(join(tmpdir(), 'berth-prefix-'))
    expect(await readInstallation(prefix)).toBeUndefined()
    writeFileSync(join(prefix, 'install.json'), '{"berthInstall":2}')
    await expect(readInstallation(prefix)).rejects.toMatchObject({ code: 'INSTALLATION_UNFIT' })
  })

  it.each(['/opt/be rth', '/opt/berth;id', '/opt/%i', 'berth', '/opt/"x"'])('is not made in %s', async (prefix) => {
    const from = bundleOf(ownPlatform())
    await expect(installBundle({ from, prefix, noService: true, waitMs: 1, signal })).rejects.toMatchObject({
      code: 'PARAMETER_INVALID',
      details: { parameter: '--prefix' },
    })
  })

  it.each([
    ['--host', { host: '0.0.0.0 --log debug' }],
    ['--host', { host: '$(id)' }],
    ['--user', { user: 'root; id' }],
    ['--user', { user: '-o' }],
  ])('takes no %s that means something to a shell or to systemd', async (parameter, wish) => {
    const from = bundleOf(ownPlatform())
    const wishes = { from, prefix: '/opt/berth/a', noService: true, waitMs: 1, signal, ...wish }
    await expect(installBundle(wishes)).rejects.toMatchObject({ code: 'PARAMETER_INVALID', details: { parameter } })
  })

  it('is not made of a bundle for another platform', async () => {
    const platform = process.platform === 'win32' ? 'linux-x64' : 'win32-x64'
    const from = bundleOf(platform)
    const prefix = join(from, 'prefix')
    await expect(installBundle({ from, prefix, noService: true, waitMs: 1, signal })).rejects.toMatchObject({
      code: 'INSTALLATION_UNFIT',
    })
    rmSync(from, { recursive: true })
  })
})

describe('the agent as a service', () => {
  it('may write to its folder alone, and take 512 MB', () => {
    const unit = unitText('/opt/berth/civil.marriage', installation).split('\n')
    for (const line of [
      'User=berth',
      'MemoryMax=512M',
      'NoNewPrivileges=yes',
      'ProtectSystem=strict',
      'ReadWritePaths=/opt/berth/civil.marriage/docking',
      'CapabilityBoundingSet=',
    ])
      expect(unit).toContain(line)
    expect(unit.find((line) => line.startsWith('ExecStart='))).toMatch(
      /--max-old-space-size=256 .* start --host 127\.0\.0\.1 --port 8470$/,
    )
  })

  it('is a task of Windows in one piece, whatever stands in its path', () => {
    const text = taskText('/a&b/<c>', installation)
    expect(text).toContain('<UserId>S-1-5-19</UserId>')
    expect(text).not.toMatch(/&(?!amp;|lt;|gt;|quot;)|<c>/)
  })
})

/** A server that answers as an agent would. */
async function agent(answers: Readonly<Record<string, unknown>>): Promise<string> {
  const server = createServer((request, reply) => {
    const answer = answers[request.url ?? '']
    reply.writeHead(answer === undefined ? 404 : 200, { 'content-type': 'application/json' })
    reply.end(JSON.stringify(answer))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  stops.push(() => void server.close())
  return localAddress({ host: '0.0.0.0', port: (server.address() as AddressInfo).port })
}

describe('an agent that is waited for', () => {
  const awaited = { system: 'civil.marriage', manifest: 'new' }

  it('is ready when every system behind it answers', async () => {
    const address = await agent({ '/health': awaited, '/ready': { ready: true } })
    expect(await untilReady(address, awaited, 30_000, signal)).toBeUndefined()
  })

  it.each([
    ['NO_ANSWER', {}],
    ['OTHER_AGENT', { '/health': { ...awaited, manifest: 'old' }, '/ready': { ready: true } }],
    ['OTHER_AGENT', { '/health': { ...awaited, system: 'other' }, '/ready': { ready: true } }],
    [
      'legacy: SYSTEM_UNREACHABLE',
      {
        '/health': awaited,
        '/ready': {
          ready: false,
          connections: { legacy: { ready: false, code: 'SYSTEM_UNREACHABLE' }, other: { ready: true } },
        },
      },
    ],
    ['NOT_READY', { '/health': awaited }],
  ])('is not, and the reason is %s', async (problem, answers) => {
    expect(await untilReady(await agent(answers), awaited, 700, signal)).toBe(problem)
  })
})
