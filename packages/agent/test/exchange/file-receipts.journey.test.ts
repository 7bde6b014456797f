import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { openSession } from '@berth/core'
import { exportPublicJwk, generateKey } from '@berth/trust'
import { describe, expect, test } from 'vitest'
import { type ExchangeSettings, readBackground, runExchange, type StatePort } from '../../src/index.ts'
import { TemporaryFolder } from '../temporary-folder.ts'
import { connectorOf } from './carried.ts'
import { createRegistry, openRegistryState } from './registry.ts'
import { key } from './sync-process.ts'
import { syncSettings } from './sync-settings.ts'

type Where = 'a folder' | 'a connection'

/** A department that sends persons and awaits receipts, and the one that receives them. */
class Relay implements Disposable {
  readonly #folder = new TemporaryFolder()
  readonly #path = this.#folder.path
  readonly there: string = join(this.#path, 'there')
  readonly #where: Where
  readonly #withinMs: number

  constructor(where: Where, withinMs: number) {
    this.#where = where
    this.#withinMs = withinMs
    createRegistry(this.#path, 20)
    for (const name of ['in', 'receipts']) mkdirSync(join(this.there, name), { recursive: true })
    writeFileSync(join(this.#path, 'senders.json'), JSON.stringify({ keys: [exportPublicJwk(key)] }))
  }

  #settings(state: StatePort): ExchangeSettings {
    const at = (name: string): string => (this.#where === 'a folder' ? join('there', name) : name)
    const keys = existsSync(join(this.#path, 'receivers.json')) ? { keys: 'receivers.json' } : {}
    const file = {
      to: at('in'),
      ...(this.#where === 'a folder' ? {} : { connection: 'exchange' }),
      format: 'ndjson',
      clearance: 3,
      receipts: { folder: at('receipts'), withinMs: this.#withinMs, ...keys },
    } as const
    const settings = { ...syncSettings(this.#path, 'file', state, '', key, { provide: { file } }), key }
    return {
      ...settings,
      openConnection: async (id, opening) =>
        id === 'exchange'
          ? await openSession(await connectorOf('file'), { folder: this.there }, opening)
          : await settings.openConnection(id, opening),
    }
  }

  /** Sends everything as one more file, and tells how the receipts stand: numbers, and the code of what is to be done. */
  async send(): Promise<readonly unknown[]> {
    await using state = openRegistryState(this.#path)
    const settings = this.#settings(state)
    const { receipts } = await runExchange(settings)
    const { awaited, overdue, contradicting, problem } = receipts ?? {}
    // What is kept says the same to those who look without an exchange.
    const [kept] = (await readBackground(settings.manifest, state)).files
    expect([kept?.awaited, kept?.problem?.code]).toEqual([awaited, problem?.code])
    return [awaited, overdue, contradicting, problem?.code, problem?.details['sequence']]
  }

  /** Reads what came, and leaves receipts for it. */
  async receive(): Promise<void> {
    const datasets = {
      persons: {
        files: 'in/person-*.ndjson',
        settledMs: 0,
        key: ['id'],
        batches: {
          system: 'city.registry',
          resource: 'person',
          keys: join(this.#path, 'senders.json'),
          receipts: 'receipts',
        },
      },
    }
    const options = { folder: this.there, receiptKeyFile: join(this.#path, 'receiver.key'), receiver: 'province.hub' }
    await using session = await openSession(await connectorOf('file'), options, { datasets })
    const by = { kind: 'log', key: ['id'] } as const
    let upTo = ''
    try {
      for await (const batch of session.changes({ dataset: 'persons', columns: [{ name: 'id' }], by }))
        upTo = batch.cursor
    } catch (error) {
      // Behind a gap nothing is read.
      expect(error).toMatchObject({ code: 'BATCH_MISSING' })
    }
    if (upTo !== '') await this.#acknowledge(datasets, options, upTo)
  }

  async #acknowledge(datasets: Readonly<Record<string, unknown>>, options: object, upTo: string): Promise<void> {
    await using session = await openSession(await connectorOf('file'), { ...options }, { datasets })
    await session.acknowledge({ dataset: 'persons', by: { kind: 'log', key: ['id'] }, upTo })
  }

  /** What is kept of the files that were carried. */
  get kept(): readonly string[] {
    return existsSync(this.keptAt) ? readdirSync(this.keptAt).sort() : []
  }

  get keptAt(): string {
    return join(this.#path, '.berth', 'waiting', 'exchange', 'person')
  }

  /** Sends one more, and tells how many receipts are awaited, and why they could not be read. */
  async look(): Promise<readonly unknown[]> {
    await using state = openRegistryState(this.#path)
    const { receipts } = await runExchange(this.#settings(state))
    return [receipts?.awaited, receipts?.problem?.code]
  }

  receipt(number: number): string {
    return join(this.there, 'receipts', `person-${String(number).padStart(6, '0')}.ndjson.receipt.json`)
  }

  /** From now on receipts count only where somebody has signed them whose key is known: the receiver, or another. */
  trust(whom: 'receiver' | 'another'): void {
    const own = JSON.parse(readFileSync(join(this.#path, 'receiver.key'), 'utf8')) as Record<string, unknown>
    const { d: _private, ...known } = own
    const jwk = whom === 'receiver' ? { ...known, kid: 'province.hub' } : exportPublicJwk(generateKey('province.hub'))
    writeFileSync(join(this.#path, 'receivers.json'), JSON.stringify(jwk))
  }

  [Symbol.dispose](): void {
    this.#folder[Symbol.dispose]()
  }
}

const day = 86_400_000

describe.each(['a folder', 'a connection'] as const)('receipts that come back to %s', (where) => {
  test('settle what was sent; one that is late is told by the first number that is missing', async () => {
    using relay = new Relay(where, day)
    expect(await relay.send()).toEqual([1, 0, 0, undefined, undefined])
    await relay.receive()
    expect(await relay.send()).toEqual([1, 0, 0, undefined, undefined])
    expect(await relay.send()).toEqual([2, 0, 0, undefined, undefined])
    await relay.receive()
    expect(await relay.send()).toEqual([1, 0, 0, undefined, undefined])
    using late = new Relay(where, -1)
    expect(await late.send()).toEqual([1, 1, 0, 'RECEIPT_OVERDUE', 1])
    await late.receive()
    expect((await late.send()).slice(3)).toEqual(['RECEIPT_OVERDUE', 2])
  })

  test('do not come behind a gap, and come when it is closed', async () => {
    using relay = new Relay(where, -1)
    for (let round = 0; round < 3; round++) await relay.send()
    const lost = join(relay.there, 'in', 'person-000002.ndjson.manifest.json')
    renameSync(lost, `${relay.there}/lost`)
    await relay.receive()
    expect(await relay.send()).toEqual([3, 3, 0, 'RECEIPT_OVERDUE', 2])
    renameSync(`${relay.there}/lost`, lost)
    await relay.receive()
    expect(await relay.send()).toEqual([1, 1, 0, 'RECEIPT_OVERDUE', 5])
  })

  test('that say otherwise are told until one is right', async () => {
    using relay = new Relay(where, day)
    await relay.send()
    await relay.receive()
    const right = readFileSync(relay.receipt(1), 'utf8')
    writeFileSync(relay.receipt(1), right.replace('"rows": 20', '"rows": 19'))
    expect(await relay.send()).toEqual([2, 0, 1, 'RECEIPT_CONTRADICTS', 1])
    rmSync(relay.receipt(1))
    expect(await relay.send()).toEqual([3, 0, 0, undefined, undefined])
    writeFileSync(relay.receipt(1), right)
    relay.trust('another')
    expect(await relay.send()).toEqual([4, 0, 1, 'RECEIPT_CONTRADICTS', 1])
    relay.trust('receiver')
    expect(await relay.send()).toEqual([4, 0, 0, undefined, undefined])
  })
})

test('what was carried is kept until its receipt comes, and can be put back where it was lost', async () => {
  using relay = new Relay('a connection', day)
  await relay.send()
  await relay.send()
  const names = ['000001', '000002'].flatMap((number) => [
    `person-${number}.ndjson`,
    `person-${number}.ndjson.manifest.json`,
  ])
  expect(relay.kept).toEqual(names)
  for (const name of names.slice(0, 2)) rmSync(join(relay.there, 'in', name))
  for (const name of names.slice(0, 2)) cpSync(join(relay.keptAt, name), join(relay.there, 'in', name))
  await relay.receive()
  expect(await relay.send()).toEqual([1, 0, 0, undefined, undefined])
  expect(relay.kept).toEqual(names.slice(0, 2).map((name) => name.replace('000001', '000003')))
})

test('what is found is settled, whatever is wrong with a receipt behind it', async () => {
  using relay = new Relay('a folder', day)
  for (let number = 1; number <= 21; number++) await relay.send()
  await relay.receive()
  rmSync(relay.receipt(21))
  mkdirSync(relay.receipt(21))
  expect(await relay.look()).toEqual([2, 'FILE_UNREADABLE'])
})
