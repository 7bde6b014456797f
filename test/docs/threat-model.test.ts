import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { root } from '../structure/sources.ts'

interface Proof {
  readonly file: string
  readonly title: string
}

/** A threat of the page, and the tests that it names. */
interface Threat {
  readonly name: string
  readonly proofs: readonly Proof[]
}

/** A line that names a test: its file and its title, or the id of a case of the kit. */
const proofLine = /^- `([^`]+\.ts)`: (.+)$/

function threats(page: string): readonly Threat[] {
  const [, ...sections] = readFileSync(path.join(root, 'docs', page), 'utf8').split(/^### /m)
  return sections.map((section) => {
    const lines = section.split(/^## /m)[0]?.split('\n') ?? []
    const proofs = lines.flatMap((line) => {
      const [, file, title] = proofLine.exec(line) ?? []
      return file === undefined || title === undefined ? [] : [{ file, title }]
    })
    return { name: lines[0] ?? '', proofs }
  })
}

const english = threats('threat-model.md')

function isThere({ file, title }: Proof): boolean {
  const place = path.join(root, file)
  if (!existsSync(place)) return false
  const quoted = title.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)
  return new RegExp(`(?:\\(\\s*|\\bid: )(['"\`])${quoted}\\1`).test(readFileSync(place, 'utf8'))
}

test.each(english)('every test that stands against it is there: $name', ({ proofs }) => {
  expect(proofs.length).toBeGreaterThan(0)
  expect(proofs.filter((proof) => !isThere(proof))).toEqual([])
})

test('both languages name the same tests for the same threats', () => {
  expect(english.length).toBeGreaterThan(20)
  expect(threats('zh/threat-model.md').map(({ proofs }) => proofs)).toEqual(english.map(({ proofs }) => proofs))
})
