import { BerthError } from '@berth/core'
import type { FileContent } from '../codecs/codec.ts'

/** `problem` in both languages. */
export function unrecognised({ name: file }: FileContent, problem: string): BerthError {
  return new BerthError('FILE_UNRECOGNISED', { file, problem })
}
