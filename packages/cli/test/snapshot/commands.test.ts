import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { commandPage } from '../../scripts/command-page.ts'
import { errorPage } from '../../scripts/error-page.ts'
import { generatedFiles } from '../../scripts/generated-files.ts'
import { readFacts } from '../../scripts/read-facts.ts'
import { commandSnapshot } from '../../scripts/snapshot.ts'

// Out of date after a change that is meant: npm run docs -w packages/cli
describe('the surface of the command', () => {
  it('is that of the snapshot', () => {
    expect(commandSnapshot()).toBe(readFileSync(generatedFiles.snapshot, 'utf8'))
  })

  it.each(['en', 'zh'] as const)('is documented as it is (%s)', (language) => {
    expect(commandPage(language)).toBe(readFileSync(generatedFiles[language], 'utf8'))
  })

  it.each([
    ['en', 'errorsEn'],
    ['zh', 'errorsZh'],
  ] as const)('has every error code documented, and no other (%s)', (language, file) => {
    expect(errorPage(language)).toBe(readFileSync(generatedFiles[file], 'utf8'))
  })

  it.each(['en', 'zh'] as const)('has summary, description and two examples for every command (%s)', (language) => {
    for (const command of readFacts(language)) {
      expect(command.summary, command.id).not.toBe('')
      expect(command.description, command.id).not.toBe('')
      expect(command.examples.length, command.id).toBeGreaterThanOrEqual(2)
      for (const parameter of [...command.arguments, ...command.flags]) {
        expect(parameter.description, `${command.id} ${parameter.name}`).not.toBe('')
      }
      const words = [command.summary, command.description, ...command.flags.map((flag) => flag.description)]
      for (const text of words) expect(/[\u4e00-\u9fff]/.test(text), text).toBe(language === 'zh')
    }
  })
})
