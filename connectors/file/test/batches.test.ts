import { execFileSync } from 'node:child_process'
import { createHash, generateKeyPairSync, sign } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { compareReceipts, loadBatchKeys, type SentBatch } from '@berth/files'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { LocalFolder } from '../src/driver.ts'
import { type DockedFolder, dockedFolder, named, readAll } from './docked-folder.ts'

const { signal } = new AbortController()
const sender = generateKeyPairSync('ed25519')
let folder: DockedFolder
let keys: string

beforeEach(() => {
  const own = dockedFolder()
  keys = path.join(own.path, 'keys.json')
  const { x } = sender.publicKey.export({ format: 'jwk' })
  writeFileSync(keys, JSON.stringify({ keys: [{ kty: 'OKP', crv: 'Ed25519', x, kid: 'city.permits' }] }))
  folder = dockedFolder({ receiptKeyFile: path.join(own.path, 'receipt-key.json'), receiver: 'province.hub' })
  closing.push(own, folder)
})
const closing: Disposable[] = []
afterEach(() => {
  for (const each of closing.splice(0)) each[Symbol.dispose]()
})

/** As RFC 8785 writes it, for what a manifest holds. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const members = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1))
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${canonical(member)}`).join(',')}}`
}

/** Has a batch arrive, written by other means than those of the agent. */
function arrive(
  sequence: number,
  csv: string,
  changed: Readonly<Record<string, unknown>> = {},
  prefix = 'permits',
): SentBatch {
  const file = `${prefix}-${String(sequence).padStart(6, '0')}.csv`
  const manifest = {
    berth: 1,
    system: 'city.permits',
    resource: 'permits',
    file,
    format: 'csv',
    sequence,
    rows: csv.split('\r\n').length - 2,
    bytes: Buffer.byteLength(csv),
    sha256: createHash('sha256').update(csv).digest('hex'),
    schema: [
      { item: 'id', type: 'text(18)' },
      { item: 'fee', type: 'decimal(12,2)' },
    ],
    created: '2026-11-23T00:00:00.000Z',
    ...changed,
  }
  const value = sign(null, Buffer.from(canonical(manifest)), sender.privateKey).toString('base64url')
  folder.put(file, csv)
  folder.put(`${file}.manifest.json`, JSON.stringify({ ...manifest, signature: { kid: 'city.permits', value } }))
  return manifest
}

const from = (): Readonly<Record<string, unknown>> => ({
  permits: {
    files: '*-*.csv',
    key: ['id'],
    batches: { system: 'city.permits', resource: 'permits', keys, receipts: 'receipts' },
  },
})
const log = { dataset: 'permits', columns: named('id', 'fee'), by: { kind: 'log', key: ['id'] } } as const

describe('signed batches', () => {
  test('need no columns: the manifest tells items and types', async () => {
    arrive(1, 'id,fee\r\n007,1.50\r\n008,\r\n')
    await using session = await folder.open(from())
    const [described] = await Array.fromAsync(session.describe())
    expect(described?.columns.map(({ name, nativeType }) => `${name} ${nativeType}`)).toEqual([
      'id text(18)',
      'fee decimal(12,2)',
    ])
    expect((await readAll(session.changes(log))).rows).toEqual([
      ['007', '1.50'],
      ['008', null],
    ])
  })

  test('with one number and other content are nobody’s, with the same content one', async () => {
    arrive(1, 'id,fee\r\n1,1.00\r\n')
    arrive(1, 'id,fee\r\n1,1.00\r\n', {}, 'copy')
    await using session = await folder.open(from())
    expect((await readAll(session.changes(log))).rows).toEqual([['1', '1.00']])
    arrive(1, 'id,fee\r\n1,9.00\r\n', {}, 'other')
    const { rows, error } = await readAll(session.changes(log))
    expect(rows).toEqual([])
    expect(error).toMatchObject({ code: 'BATCH_REPEATED', details: { sequence: 1 } })
  })

  test('whose manifest is none are told by name', async () => {
    arrive(1, 'id,fee\r\n1,1.00\r\n')
    await using session = await folder.open(from())
    for (const [text, problem] of [
      ['{', 'document-json'],
      ['[]', 'document-object'],
      ['{"berth":2}', 'member-other'],
      [Buffer.from([0x7b, 0xff, 0x7d]), 'document-json'],
      ['x'.repeat(5_000_000), 'document-large'],
    ] as const) {
      folder.put('permits-000001.csv.manifest.json', text)
      const { rows, error } = await readAll(session.changes(log))
      expect(rows).toEqual([])
      expect(error).toMatchObject({
        code: 'BATCH_MANIFEST_INVALID',
        details: { file: 'permits-000001.csv.manifest.json', problem },
      })
    }
  })

  test('whose manifest names another file, no digest or a number out of bounds are not believed', async () => {
    await using session = await folder.open(from())
    for (const changed of [
      { file: '../permits-000001.csv' },
      { sha256: 'x' },
      { sequence: 0 },
      { sequence: 1.5 },
      { rows: -1 },
      { bytes: 1e300 },
      { schema: [] },
      { schema: [{ item: 'id', type: 'number' }] },
      {
        schema: [
          { item: 'id', type: 'text' },
          { item: 'id', type: 'text' },
        ],
      },
      { deletes: 'yes' },
      { format: 'xml' },
    ]) {
      arrive(1, 'id,fee\r\n1,1.00\r\n', changed)
      expect((await readAll(session.changes(log))).error?.code, JSON.stringify(changed)).toBe('BATCH_MANIFEST_INVALID')
    }
  })

  test('that came again after they were taken away are known by their receipt', async () => {
    arrive(1, 'id,fee\r\n1,1.00\r\n')
    await using session = await folder.open(from())
    const upTo = (await readAll(session.changes(log))).cursors.at(-1) ?? ''
    await session.acknowledge({ dataset: 'permits', by: log.by, upTo })
    for (const name of ['permits-000001.csv', 'permits-000001.csv.manifest.json']) folder.remove(name)
    arrive(2, 'id,fee\r\n2,1.00\r\n')
    const after = (await readAll(session.changes({ ...log, after: upTo }))).cursors.at(-1) ?? ''
    arrive(1, 'id,fee\r\n1,9.00\r\n')
    expect((await readAll(session.changes({ ...log, after }))).error?.code).toBe('BATCH_REPEATED')
  })

  test('that are whole dumps are told by the newest, and what is wrong with it is not passed over', async () => {
    const definition = from()['permits'] as object
    arrive(4, 'id,fee\r\n1,1.00\r\n')
    arrive(5, 'id,fee\r\n2,1.00\r\n')
    await using session = await folder.open({ permits: { ...definition, contents: 'newest' } })
    const scan = { dataset: 'permits', columns: named('id'), key: ['id'] }
    expect((await readAll(session.scan(scan))).rows).toEqual([['2']])
    folder.put('permits-000005.csv', 'id,fee\r\n3,1.00\r\n')
    expect((await readAll(session.scan(scan))).error?.code).toBe('BATCH_ALTERED')
    arrive(7, 'id,fee\r\n2,1.00\r\n')
    arrive(5, 'id,fee\r\n2,1.00\r\n')
    expect((await readAll(session.scan(scan))).error).toMatchObject({
      code: 'BATCH_MISSING',
      details: { numbers: '6' },
    })
  })
})

describe('the receipts of a receiver', () => {
  test('are signed, and the sender tells those that are missing or say otherwise', async () => {
    const sent = [1, 2, 3].map((sequence) => arrive(sequence, `id,fee\r\n${sequence},1.00\r\n`))
    await using session = await folder.open(from())
    const { cursors } = await readAll(session.changes({ ...log, batchRows: 1 }))
    await session.acknowledge({ dataset: 'permits', by: log.by, upTo: cursors[1] ?? '' })
    const store = await LocalFolder.open(folder.path)
    const text = readFileSync(path.join(folder.path, 'receipts/permits-000002.csv.receipt.json'), 'utf8')
    const receipt = JSON.parse(text) as { signature: { kid: string } }
    expect(receipt.signature.kid).toBe('province.hub')
    const publicKeys = path.join(path.dirname(keys), 'receiver.json')
    const own = JSON.parse(readFileSync(path.join(path.dirname(keys), 'receipt-key.json'), 'utf8')) as { d?: string }
    delete own.d
    writeFileSync(publicKeys, JSON.stringify({ ...own, kid: 'province.hub' }))
    const known = await loadBatchKeys(publicKeys)
    expect(await compareReceipts(store, 'receipts', sent, known, signal)).toEqual({
      confirmed: [1, 2],
      missing: [3],
      contradicting: [],
    })
    writeFileSync(
      path.join(folder.path, 'receipts/permits-000001.csv.receipt.json'),
      text.replace('"rows": 1', '"rows": 7'),
    )
    writeFileSync(path.join(folder.path, 'receipts/permits-000003.csv.receipt.json'), '{}x')
    const found = await compareReceipts(store, 'receipts', sent, known, signal)
    expect(found.confirmed).toEqual([2])
    expect(
      found.contradicting.map(({ sequence, differs }) => [sequence, differs.includes('signature'), differs]),
    ).toEqual([
      [1, true, ['file', 'sequence', 'rows', 'sha256', 'signature']],
      [3, false, ['form']],
    ])
  })

  test('are checked by OpenSSL as they are by us', async () => {
    arrive(1, 'id,fee\r\n1,1.00\r\n')
    await using session = await folder.open(from())
    const upTo = (await readAll(session.changes(log))).cursors.at(-1) ?? ''
    await session.acknowledge({ dataset: 'permits', by: log.by, upTo })
    const file = path.join(folder.path, 'receipts/permits-000001.csv.receipt.json')
    const { signature, ...receipt } = JSON.parse(readFileSync(file, 'utf8')) as { signature: { value: string } }
    const { x } = JSON.parse(readFileSync(path.join(path.dirname(keys), 'receipt-key.json'), 'utf8')) as { x: string }
    const der = Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), Buffer.from(x, 'base64url')])
    const [key, text, signed] = ['key.der', 'text', 'signed'].map((name) => path.join(path.dirname(keys), name))
    writeFileSync(key ?? '', der)
    writeFileSync(text ?? '', canonical(receipt))
    writeFileSync(signed ?? '', Buffer.from(signature.value, 'base64url'))
    const check = ['pkeyutl', '-verify', '-pubin', '-keyform', 'DER', '-inkey', key ?? '', '-rawin', '-in', text ?? '']
    expect(execFileSync('openssl', [...check, '-sigfile', signed ?? ''], { encoding: 'utf8' })).toContain(
      'Successfully',
    )
  })
})
