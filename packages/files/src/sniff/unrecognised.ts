import { BerthError, type FileProblem } from '@berth/core'
import type { FileContent } from '../codecs/codec.ts'

export function unrecognised({ name: file }: Pick<FileContent, 'name'>, problem: FileProblem): BerthError {
  return new BerthError('FILE_UNRECOGNISED', { file, problem })
}
