import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { openSqliteState, type StatePort } from '@berth/agent'
import type { Receipt } from '@berth/core'
import type { ReceiptReport } from '@berth/trust'
import { describe, expect, it } from 'vitest'
import { archiveReceipts } from '../../src/receipts/archive-receipts.ts'
import { auditChain } from '../../src/receipts/audit-chain.ts'
import { archiveFolders, chainFiles, writeChainFolder } from '../../src/receipts/chain-folder.ts'
import { archivePlace, dockingChain } from '../../src/receipts/docking-chain.ts'
import { exportReceipts } from '../../src/receipts/export-receipts.ts'
import { givenChain } from '../../src/receipts/given-chain.ts'
import { entryOf, type ReceiptDocking, receiptDocking } from './receipt-docking.ts'

const day = (number: number): number => Date.UTC(2026, 0, number)

function stateOf({ folder, manifest }: ReceiptDocking): StatePort {
  return openSqliteState(join(folder, '.berth'), manifest.system.id)
}

async function audited(path: string): Promise<ReceiptReport> {
  await using chain = await givenChain({ folder: '.', path, platform: false })
  return await auditChain(chain.part)
}

async function linesOf(folder: string): Promise<string[]> {
  return (await readFile(join(folder, chainFiles.receipts), 'utf8')).trimEnd().split('\n')
}

/** What is done to the file of a chain, and the first fault that it is. */
const tampering: readonly [string, (lines: string[]) => string[], object][] = [
  ['one byte changed', (lines) => lines.with(4, String(lines[4]).replace('"rows":1', '"rows":2')), { kind: 'altered' }],
  ['one byte broken', (lines) => lines.with(4, String(lines[4]).replace('{', '[')), { kind: 'shape', line: 5 }],
  ['one line removed', (lines) => lines.toSpliced(4, 1), { kind: 'missing' }],
  ['two swapped', (lines) => lines.toSpliced(4, 2, String(lines[5]), String(lines[4])), { kind: 'moved', line: 6 }],
  ['one repeated', (lines) => lines.toSpliced(4, 0, String(lines[3])), { kind: 'repeated', line: 5 }],
  ['the tail cut', (lines) => lines.slice(0, 7), { kind: 'truncated' }],
]

describe('an export', () => {
  it('verifies without the docking, up to its signed end', async () => {
    await using docking = await receiptDocking(10)
    const to = join(docking.folder, 'export')
    await using state = stateOf(docking)
    const exported = await exportReceipts(docking.manifest, state, {}, to)
    expect(exported).toEqual({ count: 10, folder: to, excerpt: false })
    expect(await audited(to)).toMatchObject({
      ok: true,
      count: 10,
      first: 1,
      last: 10,
      signed: { number: 10, by: 'civil.marriage' },
    })
    expect(await readFile(join(to, chainFiles.readme), 'utf8')).toContain('civil.marriage')
    await expect(exportReceipts(docking.manifest, state, {}, to)).rejects.toMatchObject({
      code: 'FILE_UNWRITABLE',
      details: { nativeCode: 'EEXIST' },
    })
  })

  it.each(tampering)('with %s is found and located', async (_name, change, fault) => {
    await using docking = await receiptDocking(10)
    const to = join(docking.folder, 'export')
    await using state = stateOf(docking)
    await exportReceipts(docking.manifest, state, {}, to)
    await writeFile(join(to, chainFiles.receipts), `${change(await linesOf(to)).join('\n')}\n`)
    const report = await audited(to)
    expect(report.ok).toBe(false)
    expect(report.faults).toContainEqual(expect.objectContaining(fault))
    expect(report).not.toHaveProperty('signed')
  })

  it('of a time is a chain of its own; of a consumer it is an excerpt that proves less', async () => {
    await using docking = await receiptDocking(10)
    await using state = stateOf(docking)
    const year = join(docking.folder, 'days')
    await exportReceipts(docking.manifest, state, { since: day(3), until: day(7) }, year)
    expect(await audited(year)).toMatchObject({ ok: true, first: 3, last: 6, count: 4, signed: { number: 6 } })
    const some = join(docking.folder, 'some')
    const choice = { consumer: 'housing-fund', resource: 'marriage' }
    expect(await exportReceipts(docking.manifest, state, choice, some)).toMatchObject({ count: 4, excerpt: true })
    const report = await audited(some)
    expect(report).toMatchObject({ ok: true, count: 4 })
    expect(report).not.toHaveProperty('signed')
    await writeFile(join(some, chainFiles.receipts), (await linesOf(some)).join('\n').replace('loan', 'gift'))
    expect((await audited(some)).faults).toEqual([{ kind: 'altered', number: 1, line: 1 }])
    const none = join(docking.folder, 'none')
    expect(await exportReceipts(docking.manifest, state, { since: day(300) }, none)).toMatchObject({ count: 0 })
    expect(await audited(none)).toMatchObject({ ok: true, count: 0 })
  })

  it('whose heads were altered is told', async () => {
    await using docking = await receiptDocking(5)
    await using state = stateOf(docking)
    const to = join(docking.folder, 'export')
    await exportReceipts(docking.manifest, state, {}, to)
    const heads = await readFile(join(to, chainFiles.heads), 'utf8')
    await writeFile(join(to, chainFiles.heads), heads.replace(/"at":"2/, '"at":"3'))
    expect((await audited(to)).faults).toEqual([{ kind: 'head', number: 5 }])
    await writeFile(join(to, chainFiles.heads), 'nonsense\n')
    expect((await audited(to)).faults).toEqual([{ kind: 'head', number: 0 }])
  })
})

describe('an archive', () => {
  it('takes the old receipts out of the state, and archives and state are one chain', async () => {
    await using docking = await receiptDocking(10)
    const { manifest } = docking
    await using state = stateOf(docking)
    expect(await archiveReceipts(manifest, state, { before: day(1), redact: false })).toEqual({ count: 0 })
    expect(await archiveReceipts(manifest, state, { before: day(4), redact: false })).toMatchObject({ count: 3 })
    const second = await archiveReceipts(manifest, state, { before: day(8), redact: true })
    expect(second).toMatchObject({ count: 4, from: 4, through: 7 })
    expect((await state.receipts(0, 100)).map(({ number }) => number)).toEqual([8, 9, 10])
    await state.commit({ receipts: [entryOf(10)] })
    expect(await auditChain(await dockingChain(manifest, state))).toMatchObject({
      ok: true,
      first: 1,
      last: 11,
      count: 11,
      redacted: 4,
      signed: { number: 7 },
    })
    expect(await audited(second.folder ?? '')).toMatchObject({ ok: true, first: 4, last: 7, signed: { number: 7 } })
    expect(await archiveReceipts(manifest, state, { before: day(300), redact: false })).toMatchObject({ count: 3 })
    expect((await state.receipts(0, 100)).map(({ number }) => number)).toEqual([11])
  })

  it.each(tampering)('with %s is found and located', async (_name, change, fault) => {
    await using docking = await receiptDocking(12)
    await using state = stateOf(docking)
    const { folder = '' } = await archiveReceipts(docking.manifest, state, { before: day(11), redact: false })
    await writeFile(join(folder, chainFiles.receipts), `${change(await linesOf(folder)).join('\n')}\n`)
    const report = await audited(folder)
    expect(report.faults).toContainEqual(expect.objectContaining(fault))
    expect(await auditChain(await dockingChain(docking.manifest, state))).toMatchObject({ ok: false })
  })

  it('is not made of a broken chain, and nothing leaves the state', async () => {
    await using docking = await receiptDocking(10)
    await using state = stateOf(docking)
    const receipts = await state.receipts(0, 10)
    const altered: Receipt[] = receipts.map((each) => (each.number === 3 ? { ...each, rows: 7 } : each))
    const broken: StatePort = Object.create(state, {
      receipts: {
        value: (after: number, limit: number) => Promise.resolve(altered.slice(after, after + limit)),
      },
      receiptKeeping: { value: state.receiptKeeping },
      claim: { value: (name: string) => state.claim(name) },
    }) as StatePort
    const archiving = archiveReceipts(docking.manifest, broken, { before: day(9), redact: false })
    await expect(archiving).rejects.toMatchObject({ code: 'RECEIPTS_BROKEN', details: { number: 3 } })
    expect(await state.receipts(0, 10)).toHaveLength(10)
    expect(await archiveFolders(archivePlace(docking.manifest))).toEqual([])
  })

  it('that was written whole before the end came is finished the next time', async () => {
    await using docking = await receiptDocking(10)
    const { manifest } = docking
    await using state = stateOf(docking)
    const chain = await dockingChain(manifest, state)
    const pages = { ...chain, receipts: partOf(await state.receipts(0, 4)) }
    await writeChainFolder(join(archivePlace(manifest), '000000000001-000000000004'), pages)
    expect(await auditChain(await dockingChain(manifest, state))).toMatchObject({ ok: true, count: 10 })
    expect(await archiveReceipts(manifest, state, { before: day(7), redact: false })).toMatchObject({
      from: 5,
      count: 2,
    })
    expect(await auditChain(await dockingChain(manifest, state))).toMatchObject({ ok: true, count: 10, last: 10 })
    expect((await state.receipts(0, 100)).map(({ number }) => number)).toEqual([7, 8, 9, 10])
  })
})

async function* partOf(receipts: readonly Receipt[]): AsyncGenerator<readonly Receipt[]> {
  yield await Promise.resolve(receipts)
}
