import { BerthError } from '@berth/core'
import type { FileContent } from '../codecs/codec.ts'
import { formatUnsupported } from '../codecs/malformed.ts'
import type { ContentGuess } from './content-guess.ts'
import { fileSample } from './file-sample.ts'
import { sniffDbf } from './sniff-dbf.ts'
import { sniffExcel } from './sniff-excel.ts'
import { contentKind } from './sniff-format.ts'
import { sniffText } from './sniff-text.ts'
import { unrecognised } from './unrecognised.ts'

/**
 * Tells how a file is written, by its content. Throws `FILE_UNRECOGNISED`, `FILE_FORMAT_UNSUPPORTED`, or what reading it throws.
 */
export async function sniffContent(content: FileContent, signal: AbortSignal): Promise<ContentGuess> {
  const sample = await fileSample(content, signal)
  if (sample.bytes.length === 0) throw unrecognised(content, 'file-empty')
  const found = contentKind(sample.bytes)
  switch (found.kind) {
    case 'excel':
      return await sniffExcel(content, signal)
    case 'dbf':
      return sniffDbf(sample.bytes)
    case 'text':
      return sniffText(content, sample)
    default: {
      if (found.kind !== 'other') throw formatUnsupported(content.name, 'extension-wrong', { format: found.kind })
      throw new BerthError('FILE_FORMAT_UNSUPPORTED', { file: content.name, feature: found.name })
    }
  }
}
