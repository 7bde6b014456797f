import { openSession } from '@berth/core'
import { expect, test } from 'vitest'
import { connector } from '../src/index.ts'
import { framed, handshake, ok, startFakeServer } from './fake-server.ts'

const localFilesFlag = 0x80

async function opening(port: number, connectTimeoutMs = 5000): Promise<unknown> {
  const options = { host: '127.0.0.1', port, database: 'd', user: 'u', password: 'secret-of-ours', tls: 'disabled' }
  return await openSession(connector, options, { connectTimeoutMs }).catch((error: unknown) => error)
}

test('a server that asks for a file of this machine gets none', async () => {
  const asks = Buffer.concat([Buffer.from([0xfb]), Buffer.from('/etc/hostname')])
  await using server = await startFakeServer(handshake('8.0.36'), (index) =>
    index === 0 ? ok : index === 1 ? asks : undefined,
  )
  expect(await opening(server.port, 1000)).toMatchObject({ code: 'CONNECT_TIMEOUT' })
  const [login, , file] = server.heard
  expect((login?.readUInt32LE(0) ?? localFilesFlag) & localFilesFlag).toBe(0)
  expect(file).toHaveLength(0)
})

test('the password hash of MySQL 4 is named as what this connector does not do', async () => {
  await using server = await startFakeServer(handshake('5.0.96'), (index) =>
    index === 0 ? Buffer.from([0xfe]) : undefined,
  )
  expect(await opening(server.port)).toMatchObject({
    code: 'NOT_SUPPORTED',
    details: { capability: 'login by mysql_old_password' },
  })
})

test('a server that asks for the password in the clear does not get it', async () => {
  const asks = Buffer.concat([Buffer.from([0xfe]), Buffer.from('mysql_clear_password\0')])
  await using server = await startFakeServer(handshake('8.0.36'), (index) => (index === 0 ? asks : undefined))
  expect(await opening(server.port)).toMatchObject({
    code: 'NOT_SUPPORTED',
    details: { capability: 'login by mysql_clear_password' },
  })
  expect(Buffer.concat(server.heard).includes('secret-of-ours')).toBe(false)
})

test('a server that says nothing ends with the deadline, one of another protocol at once', async () => {
  await using silent = await startFakeServer(undefined, () => undefined)
  expect(await opening(silent.port, 500)).toMatchObject({ code: 'CONNECT_TIMEOUT' })
  await using other = await startFakeServer(
    framed(Buffer.from([0xff, 0x10, 0x04, 0x23, ...Buffer.from('08004Too many connections')]), 0),
    () => undefined,
  )
  expect(await opening(other.port)).toMatchObject({ code: 'SYSTEM_BUSY' })
  await using garbage = await startFakeServer(handshake('8.0.36'), () => Buffer.from([0x77, 0x77, 0x77]))
  expect(await opening(garbage.port)).toMatchObject({ code: 'PROTOCOL_ERROR' })
})
