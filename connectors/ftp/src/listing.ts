import { BerthError } from '@berth/core'
import type { FtpDriver } from './driver.ts'
import { listedTime } from './listed-time.ts'

/** What one name of a folder stands for. */
export interface ListedEntry {
  readonly name: string
  /** `other`: a link or a device. */
  readonly kind: 'file' | 'folder' | 'other'
  readonly size: number
  /** Milliseconds since 1970. */
  readonly modified: number
}

const folderItself = /(?:^|\s)\.\.?$|(?:^|;)type=[cp]dir;/i
const total = /^total/
const facts = /^[^\s=]+=\S*; /

/**
 * The names of a listing, in any of the three forms. Throws `PROTOCOL_ERROR` when the library
 * left out a line: a file must not go missing for the form of a line.
 */
export function listedEntries(driver: FtpDriver, text: string, now: Date): readonly ListedEntry[] {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '' && !total.test(line))
  const named = lines.filter((line) => !folderItself.test(line.trimEnd()))
  if (named.length === 0) return []
  // A name with a line break would look like two.
  if (facts.test(named[0] ?? '') && !named.every((line) => facts.test(line))) throw unreadable()
  let entries: ReturnType<FtpDriver['parseList']>
  try {
    entries = driver.parseList(text)
  } catch (cause) {
    throw unreadable(cause)
  }
  if (entries.length !== named.length) throw unreadable()
  return entries.map(({ name, size, isFile, isDirectory, modifiedAt, rawModifiedAt }) => ({
    name,
    kind: isFile ? 'file' : isDirectory ? 'folder' : 'other',
    size,
    modified: modifiedAt?.getTime() ?? listedTime(rawModifiedAt, now),
  }))
}

function unreadable(cause?: unknown): BerthError {
  return new BerthError('PROTOCOL_ERROR', { nativeCode: 'listing' }, { cause })
}
