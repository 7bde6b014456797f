import { randomBytes } from 'node:crypto'
import { chmodSync, existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { FileStore } from '@berth/files'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { digestOf, makeOpenFolder, pieces } from './describe-file-store.ts'
import { eventually } from './eventually.ts'
import { openSockets } from './open-sockets.ts'

/** A server of its own that can be killed with all it has open. */
export interface MortalServer {
  readonly folder: string
  open(folder: string): Promise<FileStore>
  kill(): Promise<void>
  restart(): Promise<void>
  stop(): Promise<void>
}

const never = new AbortController().signal
const length = 20_000_000

/** What is left when a server dies in the middle of a transfer, and how the next attempt goes on. */
export function describeCutTransfers(start: () => Promise<MortalServer>): void {
  let server: MortalServer
  let folder: string
  const bytes = randomBytes(length)
  beforeAll(async () => {
    server = await start()
    folder = path.join(server.folder, 'cut')
    makeOpenFolder(folder)
  })
  afterAll(async () => {
    await server.stop()
  })

  test('a write that is cut leaves only the unfinished file, and the next one goes on behind it', async () => {
    const before = openSockets()
    const store = await server.open(folder)
    async function* cut(): AsyncGenerator<Uint8Array> {
      for await (const piece of pieces(bytes.subarray(0, 8_000_000), 100_000)) yield piece
      await eventually(
        () =>
          existsSync(path.join(folder, 'out.bin.part')) && statSync(path.join(folder, 'out.bin.part')).size > 4_000_000,
      )
      await server.kill()
      for await (const piece of pieces(bytes.subarray(8_000_000), 100_000)) yield piece
    }
    await expect(store.write('out.bin', cut(), never)).rejects.toMatchObject({ code: 'CONNECTION_LOST' })
    await store.close()
    expect(await eventually(() => openSockets() <= before)).toBe(true)
    expect(existsSync(path.join(folder, 'out.bin'))).toBe(false)
    const part = readFileSync(path.join(folder, 'out.bin.part'))
    expect(part.length).toBeGreaterThan(4_000_000)
    expect(part.equals(bytes.subarray(0, part.length))).toBe(true)

    await server.restart()
    const again = await server.open(folder)
    const starts: number[] = []
    const from = (at: number): AsyncIterable<Uint8Array> => {
      starts.push(at)
      return pieces(bytes.subarray(at), 100_000)
    }
    await again.resume?.('out.bin', from, length, never)
    expect(starts.at(-1)).toBe(part.length)
    expect(digestOf(readFileSync(path.join(folder, 'out.bin')))).toBe(digestOf(bytes))
    expect(existsSync(path.join(folder, 'out.bin.part'))).toBe(false)
    await again.close()
  })

  test('a read that is cut is never taken for a short file, and the next one goes on behind it', async () => {
    writeFileSync(path.join(folder, 'in.bin'), bytes)
    chmodSync(path.join(folder, 'in.bin'), 0o666)
    const before = openSockets()
    const store = await server.open(folder)
    const got: Uint8Array[] = []
    const read = async (): Promise<void> => {
      let killed = false
      for await (const piece of store.read('in.bin', 0, never)) {
        got.push(piece)
        if (!killed) await server.kill()
        killed = true
      }
    }
    await expect(read()).rejects.toMatchObject({ code: 'CONNECTION_LOST' })
    await store.close()
    expect(await eventually(() => openSockets() <= before)).toBe(true)
    const beginning = Buffer.concat(got)
    expect(beginning.length).toBeLessThan(length)
    await server.restart()
    const again = await server.open(folder)
    for await (const piece of again.read('in.bin', beginning.length, never)) got.push(piece)
    expect(digestOf(Buffer.concat(got))).toBe(digestOf(bytes))
    await again.close()
  })
}
