import { basename } from 'node:path'
import { systemIdPattern } from './docking-plan.ts'

/** A system id from the name of the docking's folder; undefined where the name gives none. */
export function guessSystemId(folder: string): string | undefined {
  const guess = basename(folder)
    .toLowerCase()
    .replaceAll(/[^a-z0-9.]+/g, '-')
    .replaceAll(/-*\.[-.]*/g, '.')
    .replaceAll(/^[^a-z]+|[-.]+$/g, '')
  return systemIdPattern.test(guess) ? guess : undefined
}
