import { createDecipheriv, createHmac, randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { KeySealing } from '../../src/snapshot/key-sealing.ts'
import { keyOfText, keyText } from '../../src/snapshot/key-text.ts'
import { KeyedDigest } from '../../src/snapshot/keyed-digest.ts'
import { SeenEntries } from '../../src/snapshot/seen-entries.ts'
import { cursorPlace, placeCursor } from '../../src/snapshot/snapshot-place.ts'

test('a digest is HMAC-SHA-256, whatever the length of the text', () => {
  const key = randomBytes(32)
  const digest = new KeyedDigest(key)
  for (const text of ['', '["1"]', '["姓名","\u0000"]', 'x'.repeat(5000), '𠮷'.repeat(3000), 'short again']) {
    expect(digest.digest(text)).toBe(createHmac('sha256', key).update(text).digest('base64url').slice(0, 22))
  }
  expect(new KeyedDigest(randomBytes(32)).digest('x')).not.toBe(digest.digest('x'))
})

test('sealed keys are AES-256 in counter mode under their digests, and open nowhere else', () => {
  const key = randomBytes(32)
  const digest = new KeyedDigest(randomBytes(32))
  const sealing = new KeySealing(key, digest)
  const texts = [
    '["1"]',
    '',
    '["110105194912310021"]',
    JSON.stringify(['居民'.repeat(40), null]),
    'x'.repeat(16),
    'y'.repeat(32),
  ]
  const names = texts.map((text) => digest.digest(text))
  const sealed = sealing.seal(texts, names)
  for (const [index, text] of texts.entries()) {
    const name = names[index] as string
    const content = sealed[index] as Uint8Array
    const cipher = createDecipheriv('aes-256-ctr', key, Buffer.from(name, 'base64url').subarray(0, 16))
    expect(cipher.update(content).toString()).toBe(text)
    expect(content.length).toBe(Buffer.byteLength(text))
    expect(sealing.open(content, name)).toBe(text)
    if (text === '') continue
    expect(sealing.open(content, digest.digest(`${text} `))).toBeUndefined()
    const altered = Uint8Array.from(content)
    altered[0] = (altered[0] ?? 0) ^ 1
    expect(sealing.open(altered, name)).toBeUndefined()
  }
})

test('the counter of a long key carries over', () => {
  const key = randomBytes(32)
  const digest = new KeyedDigest(randomBytes(32))
  // A digest that ends in ones: 22 characters of base64url are 16 bytes and 4 bits.
  const name = `${'_'.repeat(21)}w`
  const [sealed] = new KeySealing(key, digest).seal(['z'.repeat(100)], [name])
  const cipher = createDecipheriv('aes-256-ctr', key, Buffer.alloc(16, 0xff))
  expect(cipher.update(sealed as Uint8Array).toString()).toBe('z'.repeat(100))
})

test('entries are seen once each, wherever their numbers lie', () => {
  const seen = new SeenEntries()
  for (const entry of [1, 8, 65_535, 65_536, 5_000_000, 9_007_199_254_740_991, 8, 65_536]) seen.add(entry)
  expect(seen.count).toBe(6)
  for (const entry of [1, 8, 65_535, 65_536, 5_000_000, 9_007_199_254_740_991]) expect(seen.has(entry)).toBe(true)
  for (const entry of [2, 7, 9, 65_534, 65_537, 4_999_999, 131_072]) expect(seen.has(entry)).toBe(false)
})

test('keys are written so that a number and its digits are one key', () => {
  expect(keyText([12, 'a"b', null, true])).toBe(keyText(['12', 'a"b', null, 'true']))
  expect(keyText(['1', '2'])).not.toBe(keyText(['1,2']))
  expect(keyText([null])).not.toBe(keyText(['null']))
  const bytes = new Uint8Array([0, 255, 10])
  const types = (['integer', 'text', 'boolean', 'binary', 'int64', 'text'] as const).map((name) => ({ name }))
  const key = [12, '', false, bytes, '9007199254740993', null]
  expect(keyOfText(keyText(key), types)).toEqual(key)
})

test('a place comes back from its cursor, and nothing else does', () => {
  const place = { store: 'abc', run: 3, batch: 17 }
  expect(cursorPlace(placeCursor(place), 'person')).toEqual(place)
  for (const wrong of ['', '{}', '[1,2,3]', '["a",1]', 'null', '["a","1",2]'])
    expect(() => cursorPlace(wrong, 'person')).toThrow(expect.objectContaining({ code: 'CURSOR_INVALID' }))
})
