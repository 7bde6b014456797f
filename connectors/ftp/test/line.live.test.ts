import { rmSync, writeFileSync } from 'node:fs'
import { startRelay } from '@berth/conformance'
import { openSession, Secret } from '@berth/core'
import { describe, expect, test } from 'vitest'
import { startBlackHole } from '../../../test/servers/black-hole.ts'
import { describeCutTransfers } from '../../../test/servers/describe-cut-transfers.ts'
import { makeOpenFolder, pieces } from '../../../test/servers/describe-file-store.ts'
import { eventually } from '../../../test/servers/eventually.ts'
import { startFtp } from '../../../test/servers/ftp.ts'
import { describeServer } from '../../../test/servers/live.ts'
import { openSockets } from '../../../test/servers/open-sockets.ts'
import { connector } from '../src/index.ts'
import type { FtpOptions } from '../src/options.ts'
import { openStore } from '../src/session.ts'
import { ftpOptions, signal } from './options.ts'

async function attempt(options: FtpOptions): Promise<{ code: string; told: string }> {
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

describeServer('ftp', 'a line to ProFTPD', (data) => {
  const explicit = ftpOptions(data, 'explicit')

  test('certificates: of another authority, of none that is known, of another host', async () => {
    expect((await attempt({ ...explicit, caFile: data.strangeCaFile })).code).toBe('CERTIFICATE_REFUSED')
    const { caFile: _, ...known } = explicit
    expect((await attempt(known)).code).toBe('CERTIFICATE_REFUSED')
    expect((await attempt({ ...explicit, caFile: `${data.caFile}.none` })).code).toBe('OPTION_INVALID')
    expect((await attempt({ ...explicit, host: '127.0.0.2' })).code).toMatch(/CERTIFICATE_REFUSED|CONNECT_REFUSED/)
    expect((await attempt({ ...ftpOptions(data, 'implicit'), caFile: data.strangeCaFile })).code).toBe(
      'CERTIFICATE_REFUSED',
    )
  })

  test('a server without TLS gets no password, and one that wants it no line in the clear', async () => {
    const plain = ftpOptions(data, 'plain')
    expect((await attempt({ ...plain, tls: 'explicit' })).code).toBe('TLS_NOT_OFFERED')
    expect((await attempt({ ...plain, tls: 'implicit', loginTimeoutMs: 1000 })).code).toMatch(
      /PROTOCOL_ERROR|LOGIN_STALLED/,
    )
    expect((await attempt({ ...explicit, tls: 'disabled' })).code).toBe('PERMISSION_DENIED')
  })

  test('a password that is wrong, one with a command in it, a folder that is not there', async () => {
    const wrong = await attempt({ ...explicit, password: new Secret('geheim-4711') })
    expect(wrong.code).toBe('AUTH_FAILED')
    expect(wrong.told).not.toContain('geheim-4711')
    const hostile = await attempt({ ...explicit, password: new Secret('geheim\r\nDELE a.csv') })
    expect(hostile.code).toBe('OPTION_INVALID')
    expect(hostile.told).not.toContain('geheim')
    expect((await attempt({ ...explicit, folder: 'none' })).code).toBe('DIRECTORY_MISSING')
  })

  test('a port that is closed, a host that is none, one that nothing comes back from, one that says nothing', async () => {
    expect((await attempt({ ...explicit, port: 1 })).code).toBe('CONNECT_REFUSED')
    expect((await attempt({ ...explicit, host: 'host.invalid' })).code).toBe('HOST_UNKNOWN')
    await using hole = await startBlackHole()
    const { password: _, ...options } = explicit
    const reached = openSession(
      connector,
      { ...options, password: new Secret('x'), port: hole.port },
      { connectTimeoutMs: 500 },
    )
    await expect(reached).rejects.toMatchObject({ code: 'CONNECT_TIMEOUT' })
    await using relay = await startRelay({ host: data.host, port: data.ports.explicit })
    relay.order({ at: 'to-client' }, { does: 'stall' })
    const silent = openStore({ ...explicit, port: relay.port, loginTimeoutMs: 400 }, { signal })
    await expect(silent).rejects.toMatchObject({ code: 'LOGIN_STALLED' })
  })

  test('a control line that is cut in a transfer, and one that was idle for too long', async () => {
    const folder = `${data.folder}/line`
    makeOpenFolder(folder)
    writeFileSync(`${folder}/big.bin`, Buffer.alloc(9_000_000, 7))
    await using relay = await startRelay({ host: data.host, port: data.ports.explicit })
    const store = await openStore({ ...explicit, folder, port: relay.port }, { signal })
    const read = async (): Promise<void> => {
      for await (const piece of store.read('big.bin', 0, signal)) if (piece.length > 0) relay.cut()
    }
    await expect(read()).rejects.toMatchObject({ code: 'CONNECTION_LOST' })
    // The next call opens a line of its own, as it does when a server has closed an idle one.
    expect(await store.find('big.bin', signal)).toMatchObject({ size: 9_000_000 })
    relay.cut()
    expect(
      await eventually(async () => (await store.find('big.bin', signal).catch(() => undefined)) !== undefined),
    ).toBe(true)
    await store.close()
  })

  test('a file that is too large for the server, and a name that is taken by a folder', async () => {
    const folder = `${data.folder}/full`
    makeOpenFolder(folder)
    const store = await openStore({ ...ftpOptions(data, 'plain'), folder }, { signal })
    await expect(store.write('big.bin', pieces(Buffer.alloc(5_000_000), 100_000), signal)).rejects.toMatchObject({
      code: 'SYSTEM_DISK_FULL',
    })
    expect(await store.find('big.bin.part', signal)).toBeUndefined()
    makeOpenFolder(`${folder}/taken`)
    await expect(store.write('taken', pieces(Buffer.from('x'), 1), signal)).rejects.toMatchObject({
      code: 'PERMISSION_DENIED',
    })
    await store.close()
  })

  test('a folder that is gone is told, also where something is to be written into it', async () => {
    const folder = `${data.folder}/gone`
    makeOpenFolder(folder)
    const store = await openStore({ ...explicit, folder }, { signal })
    rmSync(folder, { recursive: true })
    for (const name of ['a.csv', 'inner/a.csv']) {
      const writing = store.write(name, pieces(Buffer.from('x'), 1), AbortSignal.timeout(5000))
      await expect(writing).rejects.toMatchObject({ code: 'DIRECTORY_MISSING' })
    }
    await store.close()
  })

  test('a listing without end is bounded', async () => {
    const folder = `${data.folder}/many`
    makeOpenFolder(folder)
    for (let index = 0; index < 300; index++) writeFileSync(`${folder}/${index}.csv`, '')
    const store = await openStore({ ...explicit, folder, maxListedFiles: 299 }, { signal })
    await expect(store.list('', signal)).rejects.toMatchObject({ code: 'FILE_LIMIT_EXCEEDED' })
    await store.close()
  })

  describe('when the server is killed', () => {
    describeCutTransfers(async () => {
      const { data: own, ...mortal } = await startFtp()
      return {
        ...mortal,
        folder: own.folder,
        open: (folder) => openStore({ ...ftpOptions(own, 'explicit'), folder }, { signal }),
      }
    })
  })
})
