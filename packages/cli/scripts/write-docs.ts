// Writes the pages of commands and error codes in both languages, and the snapshot of the commands. Tests compare them.
import { mkdirSync, writeFileSync } from 'node:fs'
import { commandPage } from './command-page.ts'
import { errorPage } from './error-page.ts'
import { generatedFiles } from './generated-files.ts'
import { commandSnapshot } from './snapshot.ts'

mkdirSync(new URL('.', generatedFiles.zh), { recursive: true })
writeFileSync(generatedFiles.en, commandPage('en'))
writeFileSync(generatedFiles.zh, commandPage('zh'))
writeFileSync(generatedFiles.errorsEn, errorPage('en'))
writeFileSync(generatedFiles.errorsZh, errorPage('zh'))
writeFileSync(generatedFiles.snapshot, commandSnapshot())
