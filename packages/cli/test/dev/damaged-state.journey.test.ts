import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { berth } from '../berth.ts'
import { marriageDocking } from './marriage-docking.ts'

test('the page shows the docking although its state is damaged, says so, and answers to no other name', async () => {
  const folder = await marriageDocking(1)
  await mkdir(join(folder, '.berth'), { mode: 0o700 })
  await writeFile(join(folder, '.berth', 'state.sqlite'), 'no database at all, but long enough to be looked at', {
    mode: 0o600,
  })
  const ending = new AbortController()
  let page = ''
  let ran: Promise<unknown> = Promise.resolve()
  await new Promise<void>((resolve) => {
    const watchOut = (text: string): void => {
      page = /http:\/\/127\.0\.0\.1:\d+\/[\w-]{32}\//.exec(text)?.[0] ?? ''
      if (page !== '' && text.includes('Ctrl-C')) resolve()
    }
    const words = ['dev', '--offline', '--port', '0', '--page-port', '0']
    ran = berth(words, { cwd: folder, stop: ending.signal, watchOut })
    void ran.then(() => resolve())
  })
  try {
    const response = await fetch(`${page}state`)
    expect(await response.json()).toMatchObject({
      sound: true,
      resources: [{ id: 'marriage' }],
      receipts: [],
      errors: [{ code: expect.stringMatching(/^STATE_/), about: 'Receipts' }],
    })
    const headers = { 'content-type': 'application/json' }
    const asked = await fetch(`${page}ask/constructor`, { method: 'POST', headers, body: '{"resource":"marriage"}' })
    expect(asked.status).toBe(404)
  } finally {
    ending.abort()
    await ran
    await rm(folder, { recursive: true, force: true })
  }
})
