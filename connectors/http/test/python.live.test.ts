import { mkdtempSync, readFileSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { describeServer } from '../../../test/servers/live.ts'
import { freePort, listening, type ServerProcess, startProcess } from '../../../test/servers/process.ts'
import { failureOf, open } from './answering.ts'

const definition = {
  request: { path: '/people.json' },
  answer: { records: '$[*]', columns: { id: { at: '$.id', type: 'integer' } } },
}

describeServer('zeep', 'files behind the server of Python, which speaks HTTP/1.0', ({ program }) => {
  let server: ServerProcess
  let url = ''
  let folder = ''

  const write = (count: number, at: Date): void => {
    const file = join(folder, 'people.json')
    writeFileSync(file, JSON.stringify(Array.from({ length: count }, (_, id) => ({ id }))))
    utimesSync(file, at, at)
  }

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'berth-python-'))
    write(3, new Date('2024-01-01T00:00:00Z'))
    const port = await freePort(21_560)
    const command = [program, '-u', '-m', 'http.server', '--bind', '127.0.0.1', '--directory', folder, String(port)]
    server = await startProcess(command, { environment: {}, log: join(folder, 'log'), remove: folder })
    url = `http://127.0.0.1:${port}`
    expect(await listening(port, server.alive)).toBe(true)
  })

  afterAll(async () => server.stop())

  test('a line for each call, and a file that is sent again only when its time has changed', async () => {
    await using session = await open(url, { people: definition })
    const count = async (): Promise<number> => {
      let rows = 0
      for await (const batch of session.scan({ dataset: 'people', columns: [{ name: 'id' }] }))
        rows += batch.rows.length
      return rows
    }
    expect([await count(), await count()]).toEqual([3, 3])
    write(4, new Date('2024-01-02T00:00:00Z'))
    expect(await count()).toBe(4)
    const statuses = [...readFileSync(join(folder, 'log'), 'utf8').matchAll(/people\.json HTTP\/1\.1" (\d+)/g)]
    expect(statuses.map(([, status]) => status)).toEqual(['200', '304', '200'])
  })

  test('what it says of itself, its clock among it', async () => {
    await using session = await open(url, {})
    const { product, clock, writable } = await session.ping()
    expect(product).toMatch(/^SimpleHTTP\//)
    expect(Math.abs(Date.parse(clock ?? '') - Date.now())).toBeLessThan(5000)
    expect(writable).toBe(false)
  })

  test('a page that lists a folder is no answer', async () => {
    await using session = await open(url, { people: { ...definition, request: { path: '/' } } })
    const read = async (): Promise<void> => {
      for await (const _ of session.scan({ dataset: 'people', columns: [{ name: 'id' }] }));
    }
    expect((await failureOf(read)).details['problem']).toBe('answer-html')
  })
})
