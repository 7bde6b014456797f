import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { request } from 'node:http'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { berth, type Ran } from '../berth.ts'
import { citizenNumber } from '../legacy-database.ts'
import { marriageDocking, marriageManifest } from './marriage-docking.ts'

interface State {
  readonly sound: boolean
  readonly agent: { readonly address?: string }
  readonly points: readonly { readonly code: string; readonly place: string }[]
  readonly systems: Readonly<Record<string, string>>
  readonly resources: readonly {
    readonly items: readonly { readonly id: string; readonly sights: readonly string[] }[]
  }[]
  readonly receipts: readonly { readonly number: number; readonly purpose: string; readonly rows: number }[]
  readonly errors: readonly { readonly code: string; readonly about: string; readonly next: { readonly zh: string } }[]
}

const ending = new AbortController()
const given = citizenNumber(3)
let folder = ''
let page = ''
let out = ''
let ran: Promise<Ran>

beforeAll(async () => {
  folder = await marriageDocking(5)
  await new Promise<void>((resolve) => {
    const watchOut = (text: string): void => {
      out = text
      page = /http:\/\/127\.0\.0\.1:\d+\/[\w-]{32}\//.exec(text)?.[0] ?? ''
      if (page !== '' && text.includes('Ctrl-C')) resolve()
    }
    ran = berth(['dev', '--port', '0', '--page-port', '0'], { cwd: folder, stop: ending.signal, watchOut })
    void ran.then(() => resolve())
  })
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function state(): Promise<State> {
  return (await (await fetch(`${page}state`)).json()) as State
}

async function ask(name: string, question: unknown): Promise<{ status: number; answer: Record<string, unknown> }> {
  const headers = { 'content-type': 'application/json' }
  const response = await fetch(`${page}ask/${name}`, { method: 'POST', headers, body: JSON.stringify(question) })
  return { status: response.status, answer: (await response.json()) as Record<string, unknown> }
}

/** The status of a request with headers that no page may choose. */
function statusOf(address: string, headers: Record<string, string>): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    request(address, { headers }, (response) => {
      response.resume()
      resolve(response.statusCode)
    })
      .once('error', reject)
      .end()
  })
}

/** Checks again and again, patiently: machines of continuous integration are busy. */
function eventually<Value>(look: () => Promise<Value>): ReturnType<typeof expect.poll<Value>> {
  return expect.poll(look, { timeout: 30_000, interval: 100 })
}

/** Saves as editors do that put a new file in place of the old one. */
async function save(text: string): Promise<void> {
  await writeFile(join(folder, 'berth.yaml~'), text)
  await rename(join(folder, 'berth.yaml~'), join(folder, 'berth.yaml'))
}

test('the page answers this machine, under its own name and with the token', async () => {
  const response = await fetch(page, { headers: { 'accept-language': 'en-GB,zh;q=0.5' } })
  expect(response.headers.get('content-security-policy')).toContain("default-src 'none'; script-src 'self'")
  expect(response.headers.get('cache-control')).toBe('no-store')
  expect(response.headers.get('access-control-allow-origin')).toBeNull()
  expect(await response.text()).toContain('<html lang="en"')
  const { host, origin } = new URL(page)
  expect(await statusOf(page, {})).toBe(200)
  expect(await statusOf(page, { host: 'evil.example' })).toBe(404)
  expect(await statusOf(page, { host, origin: 'http://evil.example' })).toBe(404)
  expect(await statusOf(page, { host, 'sec-fetch-site': 'cross-site' })).toBe(404)
  expect(await statusOf(`${origin}/`, {})).toBe(404)
  expect(await statusOf(`${origin}/${'A'.repeat(32)}/state`, {})).toBe(404)
  expect(await statusOf(`${page}..%2fberth.yaml`, {})).toBe(404)
})

test('rows are shown as each clearance sees them, questions are answered, and each leaves a receipt', async () => {
  const low = await ask('rows', { resource: 'marriage', clearance: '2', rows: 2 })
  expect(low.answer).toMatchObject({
    items: ['id', 'husbandId'],
    masked: ['husbandId'],
    rows: [
      ['1', '110105************'],
      ['2', '110105************'],
    ],
    withheld: [{ item: 'name', reason: 'ABOVE_CLEARANCE' }],
  })
  const found = await ask('lookup', { resource: 'marriage', clearance: '3', by: { husbandId: given } })
  expect(found.answer['rows']).toEqual([{ id: '3', name: '李华', husbandId: given }])
  expect((await ask('rows', { resource: 'marriage', clearance: '9' })).status).toBe(400)
  const wrong = await ask('lookup', { resource: 'marriage', clearance: '3', by: { husbandId: '1' } })
  expect(wrong.status).toBe(400)
  const { receipts, resources, errors } = await state()
  expect(receipts.map(({ number, purpose, rows }) => [number, purpose, rows])).toEqual([
    [2, 'local-lookup', 1],
    [1, 'preview', 2],
  ])
  expect(errors[0]).toMatchObject({
    code: 'PARAMETER_INVALID',
    about: 'lookup',
    next: { zh: expect.stringMatching(/./) },
  })
  const sights = resources[0]?.items.map(({ id, sights: [, two, three] }) => [id, two, three])
  expect(sights).toEqual([
    ['id', 'given', 'given'],
    ['name', 'ABOVE_CLEARANCE', 'given'],
    ['husbandId', 'masked', 'given'],
  ])
})

test('every save is checked, against the system too, and only what changed is told', async () => {
  await eventually(async () => (await state()).systems['legacy']).toMatch(/^SQLite/)
  const events = await fetch(`${page}events`)
  const reader = events.body?.pipeThrough(new TextDecoderStream()).getReader()
  await reader?.read()
  const before = out.length
  await save(
    marriageManifest.replace('from: NF_XM', 'from: NF_XX').replace('grade: 2 }\n      name', 'grade: 12 }\n      name'),
  )
  expect((await reader?.read())?.value).toContain('event: changed')
  await eventually(async () => (await state()).sound).toBe(false)
  await save(marriageManifest.replace('from: NF_XM', 'from: NF_XX'))
  await eventually(async () => (await state()).points.map(({ code }) => code)).toEqual(['COLUMN_UNKNOWN'])
  await save(`# a line more\n${marriageManifest}`)
  await eventually(async () => (await state()).points).toEqual([])
  const mended = /✓ mended {2}resources\.marriage\.items\.name {2}COLUMN_UNKNOWN/
  await eventually(() => Promise.resolve(out.slice(before))).toMatch(mended)
  const told = out.slice(before)
  expect(told.match(/✗ error {2}resources\.marriage\.items\.name {2}COLUMN_UNKNOWN/g)).toHaveLength(1)
  expect(told).toMatch(/✓ mended {2}berth\.yaml:\d+:\d+ {2}MAN-\d+/)
  const { agent } = await state()
  const health = (await (await fetch(`${agent.address}/health`)).json()) as { status: string }
  expect(health.status).toBe('up')
  await reader?.cancel()
})

test('a key that is typed into a file is found, and Ctrl-C ends it all without a trace of a value', async () => {
  await mkdir(join(folder, 'notes'))
  await writeFile(join(folder, 'notes', 'app.yaml'), 'password: hX93-kkq8-Zt11\n')
  await eventually(async () => (await state()).points.map(({ place }) => place)).toEqual(['notes/app.yaml:1'])
  ending.abort()
  const { code, err } = await ran
  expect(code).toBe(0)
  expect(out + err).not.toContain(given)
  const files = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile())
  const texts = await Promise.all(files.map(({ parentPath, name }) => readFile(join(parentPath, name), 'latin1')))
  const holding = files.filter((_file, index) => texts[index]?.includes(given)).map(({ name }) => name)
  expect(holding).toEqual(['registry.db'])
  await expect(fetch(page)).rejects.toThrow()
})
