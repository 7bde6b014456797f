import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { BerthError, type Language } from '@berth/core'
import { Narration } from './narration.ts'
import { runStory } from './story.ts'

const help = `npm start [-- options]

  --once        end when the story is told; exit code 0 only if every step really happened
  --lang zh|en  the language; else by LC_ALL, LC_MESSAGES, LANG
  --help        this text

Without --once the platform and the agents stay up until Ctrl-C.`

const { values } = parseArgs({
  options: {
    once: { type: 'boolean', default: false },
    lang: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
})
if (values.help) {
  console.log(help)
  process.exit(0)
}
const environment = process.env['LC_ALL'] ?? process.env['LC_MESSAGES'] ?? process.env['LANG'] ?? ''
const language: Language = (values.lang ?? environment).startsWith('zh') ? 'zh' : 'en'
const told = new Narration(language)
const folder = values.once ? mkdtempSync(path.join(tmpdir(), 'berth-city-')) : path.join(import.meta.dirname, '.berth')

try {
  await using story = await runStory({ folder, anyPort: values.once }, told)
  const { platform } = story.city
  console.log('')
  if (values.once) told.line('全部步骤均已完成。', 'Every step happened.')
  else {
    told.line(
      `目录页面：${platform.url}    存证：${platform.url}/receipts`,
      `Catalogue: ${platform.url}    receipts: ${platform.url}/receipts`,
    )
    told.line(
      `对接在 ${path.relative(process.cwd(), folder)} 下，可在其中运行 berth。按 Ctrl-C 结束。`,
      `The dockings are in ${path.relative(process.cwd(), folder)}; run berth there. Ctrl-C ends.`,
    )
    await new Promise<void>((resolve) => {
      process.once('SIGINT', resolve)
      process.once('SIGTERM', resolve)
    })
    told.line('正在停止……', 'Stopping ...')
  }
} catch (error) {
  process.exitCode = 1
  if (BerthError.is(error))
    console.error(
      `\n   ${error.code}  ${error.text(language)}\n   ${told.pick('下一步：', 'Next: ')}${error.next(language)}`,
    )
  else console.error(error)
} finally {
  if (values.once) rmSync(folder, { recursive: true, force: true })
}
