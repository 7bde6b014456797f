import { chmodSync, copyFileSync, readFileSync, writeFileSync } from 'node:fs'
import { startRelay } from '@berth/conformance'
import { openSession, Secret } from '@berth/core'
import { describe, expect, test } from 'vitest'
import { startBlackHole } from '../../../test/servers/black-hole.ts'
import { describeCutTransfers } from '../../../test/servers/describe-cut-transfers.ts'
import { gathered, makeOpenFolder, pieces } from '../../../test/servers/describe-file-store.ts'
import { eventually } from '../../../test/servers/eventually.ts'
import { describeServer } from '../../../test/servers/live.ts'
import { openSockets } from '../../../test/servers/open-sockets.ts'
import { startSftp } from '../../../test/servers/sftp.ts'
import { connector } from '../src/index.ts'
import type { SftpOptions } from '../src/options.ts'
import { openStore } from '../src/session.ts'
import { passwordOptions, sftpOptions, signal } from './options.ts'

/** How an attempt ends: its code, its details as text, and how many sockets it left. */
async function attempt(options: SftpOptions): Promise<{ code: string; told: string }> {
  const before = openSockets()
  const outcome = await openStore(options, { signal }).then(
    async (store) => {
      await store.close()
      return { code: 'opened', told: '' }
    },
    (error: { readonly code: string }) => ({ code: error.code, told: JSON.stringify(error) }),
  )
  expect(await eventually(() => openSockets() <= before)).toBe(true)
  return outcome
}

describeServer('sftp', 'a line to OpenSSH', (data) => {
  const options = sftpOptions(data)

  test('is not taken on trust: without a key to compare, the fingerprint is shown and nothing is sent', async () => {
    const { hostKey: _, ...without } = options
    const logged = (): number => readFileSync(data.log, 'utf8').match(/(?:Accepted|Failed|Postponed) /g)?.length ?? 0
    const before = logged()
    const { code, told } = await attempt(without)
    expect(code).toBe('HOST_KEY_UNKNOWN')
    expect(told).toContain(data.hostKey)
    expect(told).toContain('ssh-ed25519')
    expect((await attempt({ ...options, hostKey: `SHA256:${'A'.repeat(43)}` })).code).toBe('HOST_KEY_CHANGED')
    expect((await attempt({ ...options, hostKey: data.hostKey.slice(0, -1) })).code).toBe('HOST_KEY_CHANGED')
    expect(logged()).toBe(before)
    expect((await attempt({ ...options, hostKey: `SHA256:${'A'.repeat(43)}  ${data.hostKey}` })).code).toBe('opened')
  })

  test('private keys: strange, locked, open to others, none at all', async () => {
    const { privateKey: _, ...without } = options
    expect((await attempt(without)).code).toBe('OPTION_MISSING')
    expect((await attempt({ ...options, privateKey: data.strangeKey })).code).toBe('AUTH_FAILED')
    const locked = { ...options, privateKey: data.lockedKey }
    expect(await attempt(locked)).toMatchObject({
      code: 'LOGIN_KEY_UNUSABLE',
      told: expect.stringContaining('no passphrase') as string,
    })
    const wrong = await attempt({ ...locked, passphrase: new Secret('geheim-4711') })
    expect(wrong).toMatchObject({
      code: 'LOGIN_KEY_UNUSABLE',
      told: expect.stringContaining('does not unlock') as string,
    })
    expect(wrong.told).not.toContain('geheim-4711')
    expect((await attempt({ ...locked, passphrase: new Secret(data.passphrase) })).code).toBe('opened')
    const shown = `${data.privateKey}-shown`
    copyFileSync(data.privateKey, shown)
    chmodSync(shown, 0o644)
    expect((await attempt({ ...options, privateKey: shown })).code).toBe('SECRET_EXPOSED')
    writeFileSync(`${shown}.txt`, 'no key', { mode: 0o600 })
    expect((await attempt({ ...options, privateKey: `${shown}.txt` })).code).toBe('LOGIN_KEY_UNUSABLE')
    expect((await attempt({ ...options, privateKey: `${shown}.none` })).code).toBe('LOGIN_KEY_UNUSABLE')
  })

  test('a folder that is not there, a port that is closed, a host that is none', async () => {
    expect((await attempt({ ...options, folder: `${data.folder}/none` })).code).toBe('DIRECTORY_MISSING')
    expect((await attempt({ ...options, port: 1 })).code).toBe('CONNECT_REFUSED')
    expect((await attempt({ ...options, host: 'host.invalid' })).code).toBe('HOST_UNKNOWN')
  })

  test('a host that nothing comes back from, and one that says nothing', async () => {
    const before = openSockets()
    await using hole = await startBlackHole()
    const reached = openSession(connector, { ...plain(options), port: hole.port }, { connectTimeoutMs: 500 })
    await expect(reached).rejects.toMatchObject({ code: 'CONNECT_TIMEOUT' })
    await using relay = await startRelay(options)
    relay.order({ at: 'to-client' }, { does: 'stall' })
    expect(
      (await openStore({ ...options, port: relay.port, loginTimeoutMs: 400 }, { signal }).catch(
        (error: unknown) => error,
      )) as object,
    ).toMatchObject({ code: 'LOGIN_STALLED' })
    relay.cut()
    expect(await eventually(() => openSockets() <= before + 8)).toBe(true)
  })

  test('a line that is cut, and one that falls silent, are told apart from the end of a file', async () => {
    const folder = `${data.folder}/line`
    makeOpenFolder(folder)
    writeFileSync(`${folder}/big.bin`, Buffer.alloc(9_000_000, 7))
    for (const does of ['cut', 'stall'] as const) {
      await using relay = await startRelay(options)
      const store = await openStore({ ...options, folder, port: relay.port, keepaliveMs: 1000 }, { signal })
      const read = async (): Promise<void> => {
        for await (const piece of store.read('big.bin', 0, signal))
          if (piece.length > 0) relay.order({ at: 'to-client' }, { does })
      }
      await expect(read()).rejects.toMatchObject({ code: 'CONNECTION_LOST' })
      await expect(store.find('big.bin', signal)).rejects.toMatchObject({ code: 'CONNECTION_LOST' })
      await store.close()
    }
  })

  test('a listing without end is bounded', async () => {
    const folder = `${data.folder}/many`
    makeOpenFolder(folder)
    for (let index = 0; index < 300; index++) writeFileSync(`${folder}/${index}.csv`, '')
    const store = await openStore({ ...options, folder, maxListedFiles: 299 }, { signal })
    await expect(store.list('', signal)).rejects.toMatchObject({ code: 'FILE_LIMIT_EXCEEDED' })
    await store.close()
    const wide = await openStore({ ...options, folder, maxListedFiles: 300 }, { signal })
    expect(await wide.list('', signal)).toHaveLength(300)
    await wide.close()
  })

  test('a server from before 2015, only where that is declared', async () => {
    const old = await startSftp([
      'KexAlgorithms diffie-hellman-group14-sha1',
      'Ciphers aes128-cbc,3des-cbc',
      'MACs hmac-sha1',
    ])
    try {
      const modern = await attempt(sftpOptions(old.data))
      expect(modern).toMatchObject({
        code: 'ALGORITHMS_UNSHARED',
        told: expect.stringContaining('key exchange algorithm') as string,
      })
      const store = await openStore({ ...sftpOptions(old.data), algorithms: 'legacy' }, { signal })
      await store.write('old.bin', pieces(Buffer.alloc(100_000, 1), 10_000), signal)
      expect(await gathered(store.read('old.bin', 99_999, signal))).toEqual(Buffer.from([1]))
      await store.close()
    } finally {
      await old.stop()
    }
  })

  describe('when the server is killed', () => {
    describeCutTransfers(async () => {
      const { data: own, ...mortal } = await startSftp()
      return {
        ...mortal,
        folder: own.folder,
        open: (folder) => openStore({ ...sftpOptions(own), folder }, { signal }),
      }
    })
  })
})

describeServer('ftp', 'a line to the SFTP of ProFTPD', (data) => {
  test('a password that is wrong, and one that is right', async () => {
    const options = passwordOptions(data)
    const wrong = await attempt({ ...options, password: new Secret('geheim-4711') })
    expect(wrong.code).toBe('AUTH_FAILED')
    expect(wrong.told).not.toContain('geheim-4711')
    expect((await attempt(options)).code).toBe('opened')
  })

  test('a port where FTP is spoken', async () => {
    const elsewhere = { ...passwordOptions(data), port: data.ports.plain }
    expect((await attempt(elsewhere)).code).toBe('PROTOCOL_ERROR')
  })
})

/** The options as a docking writes them. */
function plain({ password: _, passphrase: __, ...options }: SftpOptions): Record<string, unknown> {
  return options
}
