import { createHash, createPublicKey, verify } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { openSqliteState } from '@berth/agent'
import { expect, it } from 'vitest'
import { exportReceipts } from '../../src/receipts/export-receipts.ts'
import { receiptDocking } from './receipt-docking.ts'

type Members = Record<string, unknown>

/*
 * Verifies an export as its README tells anybody to, with nothing of Berth: SHA-256, JSON with sorted members, Ed25519. The receipts
 * here are ASCII, where that JSON is RFC 8785.
 */
const canonical = (value: unknown): string =>
  JSON.stringify(value, (_name, member: unknown) =>
    typeof member === 'object' && member !== null && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).sort(([one], [other]) => (one < other ? -1 : 1)))
      : member,
  )
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')
const linesOf = async (file: string): Promise<Members[]> =>
  (await readFile(file, 'utf8'))
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Members)

it('an export is verified by hand, as it says', async () => {
  await using docking = await receiptDocking(5)
  await using state = openSqliteState(join(docking.folder, '.berth'), docking.manifest.system.id)
  await state.receiptKeeping.redact([2])
  const to = join(docking.folder, 'export')
  await exportReceipts(docking.manifest, state, {}, to)
  let before = '0'.repeat(64)
  const receipts = await linesOf(join(to, 'receipts.ndjson'))
  for (const [index, receipt] of receipts.entries()) {
    const { previous, hash, salt, question, digest, reference, ...lasting } = receipt
    expect([receipt['number'], previous]).toEqual([index + 1, before])
    expect(hash).toBe(sha256(String(previous) + canonical(lasting)))
    if (index === 1) expect([salt, question, digest, reference]).toEqual([undefined, undefined, undefined, ''])
    else expect(receipt['commitment']).toBe(sha256(canonical({ salt, question, digest, reference })))
    before = String(hash)
  }
  const { keys } = JSON.parse(await readFile(join(to, 'keys.json'), 'utf8')) as { keys: Members[] }
  const key = createPublicKey({ format: 'jwk', key: { ...keys[0] } })
  const [head = {}] = await linesOf(join(to, 'heads.ndjson'))
  const { at, chain, hash, number } = head
  expect([chain, number, hash]).toEqual(['civil.marriage', 5, before])
  const [header = '', , signature = ''] = String(head['signature']).split('.')
  expect(JSON.parse(Buffer.from(header, 'base64url').toString())).toMatchObject({ typ: 'berth-receipts-head' })
  const payload = Buffer.from(canonical({ at, chain, hash, number })).toString('base64url')
  const input = Buffer.from(`${header}.${payload}`)
  expect(verify(null, input, key, Buffer.from(signature, 'base64url'))).toBe(true)
})
