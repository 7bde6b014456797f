// Writes docs/cli.md, docs/zh/cli.md and the snapshot of the commands. Tests compare all three with the commands.
import { mkdirSync, writeFileSync } from 'node:fs'
import { commandPage } from './command-page.ts'
import { generatedFiles } from './generated-files.ts'
import { commandSnapshot } from './snapshot.ts'

mkdirSync(new URL('.', generatedFiles.zh), { recursive: true })
writeFileSync(generatedFiles.en, commandPage('en'))
writeFileSync(generatedFiles.zh, commandPage('zh'))
writeFileSync(generatedFiles.snapshot, commandSnapshot())
