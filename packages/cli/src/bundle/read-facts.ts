import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { BerthError } from '@berth/core'
import { type BundleFacts, bundleFormat, bundlePlaces } from './bundle-facts.ts'

/** Ids name folders: they lead nowhere else. */
const idPattern = /^[0-9A-Za-z][0-9A-Za-z.+-]{0,100}$/

/** Reads what an unpacked bundle says that it is. Rejects with `BUNDLE_DAMAGED` where it is none, or one of another form. */
export async function readFacts(folder: string): Promise<BundleFacts> {
  const damaged = (problem: string): BerthError =>
    new BerthError('BUNDLE_DAMAGED', { file: bundlePlaces.facts, problem })
  const text = await readFile(join(folder, bundlePlaces.facts), 'utf8').catch(() => {
    throw damaged('missing')
  })
  const facts = parsed(text)
  if (facts?.berthBundle !== bundleFormat) throw damaged(`berthBundle ≠ ${bundleFormat}`)
  const texts = [facts.id, facts.system, facts.version, facts.platform, facts.manifest, facts.node?.version]
  if (texts.some((each) => typeof each !== 'string')) throw damaged('incomplete')
  if (!idPattern.test(facts.id) || !/^[a-z][a-z0-9.-]*$/.test(facts.system)) throw damaged('id')
  return facts
}

function parsed(text: string): BundleFacts | undefined {
  try {
    const value: BundleFacts | null = JSON.parse(text)
    return typeof value === 'object' && value !== null ? value : undefined
  } catch {
    return undefined
  }
}
