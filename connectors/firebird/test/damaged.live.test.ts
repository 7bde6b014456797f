import type { ConnectorSession } from '@berth/core'
import { expect, test, vi } from 'vitest'
import { describeFirebird } from '../../../test/servers/live.ts'
import type { Wire } from '../src/driver.ts'
import { open } from './open.ts'

/** The number of a second column, and the same with another number. */
const second = Buffer.from('09040002000000', 'hex')
const far = Buffer.from('090400002d3101', 'hex')

/** Changes the number in what comes from the server, beneath connector and driver. Returns whether it has come. */
function damageNumbers(session: ConnectorSession): () => boolean {
  const { _socket: socket } = session.native as Wire
  const [listener] = socket.listeners('data')
  if (listener === undefined) throw new TypeError('nobody reads')
  let damaged = false
  socket.removeAllListeners('data')
  socket.addListener('data', (chunk) => {
    const at = chunk.indexOf(second)
    if (at >= 0) {
      damaged = true
      far.copy(chunk, at)
    }
    listener(chunk)
  })
  return () => damaged
}

describeFirebird('damaged answers', ({ main }) => {
  test('a description is refused before the driver goes through its columns, and ends the line without a farewell', async () => {
    const file = await main.createDatabase('descriptions', 'UTF8')
    await main.run(file, 'CREATE TABLE T (ID INTEGER NOT NULL PRIMARY KEY, A INTEGER, B INTEGER); COMMIT;')
    const session = await open(main, file, { wireCrypt: 'disabled' })
    await session.ping()
    const damaged = damageNumbers(session)
    const read = async (): Promise<void> => {
      const columns = ['ID', 'A', 'B'].map((name) => ({ name }))
      for await (const _ of session.scan({ dataset: 'T', columns, key: ['ID'], batchRows: 5 }));
    }
    await expect(read()).rejects.toMatchObject({ code: 'PROTOCOL_ERROR', details: { nativeCode: 'description' } })
    expect(damaged()).toBe(true)
    expect((session.native as Wire)._socket.destroyed).toBe(true)
    await session[Symbol.asyncDispose]()
    await main.run(file, 'DROP DATABASE;')
  })

  test.each([
    ['that was read to its end takes leave', Buffer.alloc(0), 1],
    ['with a part of an answer that nobody asked for goes without a word', Buffer.from('00000009', 'hex'), 0],
  ])('a line %s', async (_, rest, farewells) => {
    const file = await main.createDatabase('farewells', 'UTF8')
    const session = await open(main, file, { wireCrypt: 'disabled' })
    await session.ping()
    const wire = session.native as Wire
    const [listener] = wire._socket.listeners('data')
    listener?.(rest)
    const detach = vi.spyOn(wire, 'detach')
    await session[Symbol.asyncDispose]()
    expect(detach).toHaveBeenCalledTimes(farewells)
    expect(wire._socket.destroyed).toBe(true)
    await main.run(file, 'DROP DATABASE;')
  })
})
