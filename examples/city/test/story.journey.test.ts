import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import path from 'node:path'
import { expect, test } from 'vitest'

const examples = path.join(import.meta.dirname, '..', '..')

async function start(...parameters: string[]): Promise<{ code: number | null; output: string }> {
  const child = spawn(process.execPath, [path.join(examples, 'start.mjs'), ...parameters], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()))
  const [code] = (await once(child, 'close')) as [number | null]
  return { code, output }
}

test.each([
  ['zh', '公积金中心受理；同一编号再交一次，受理表中仍是 1 行', '全部步骤均已完成'],
  ['en', 'sent twice under one key, the intake table has 1 row', 'Every step happened'],
])('npm start -- --once --lang %s tells the story to its end', { timeout: 120_000 }, async (language, taken, end) => {
  const { code, output } = await start('--once', '--lang', language)
  expect(code, output).toBe(0)
  expect(output).toContain(taken)
  expect(output.trimEnd().endsWith(`${end}${language === 'zh' ? '。' : '.'}`)).toBe(true)
})

test('a busy port ends it with a coded error and exit code 1', { timeout: 120_000 }, async () => {
  const blocker = createServer().listen(7080, '127.0.0.1')
  const busy = await Promise.race([
    once(blocker, 'listening').then(() => true),
    once(blocker, 'error').then(() => true),
  ])
  expect(busy).toBe(true)
  try {
    const { code, output } = await start('--lang', 'en')
    expect(code).toBe(1)
    expect(output).toContain('PORT_IN_USE')
    expect(output).toContain('Next: ')
  } finally {
    blocker.close()
  }
})
