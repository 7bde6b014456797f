import { BerthError } from '@berth/core'
import type { FileContent } from '../codecs/codec.ts'
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
  if (sample.bytes.length === 0) throw unrecognised(content, '文件是空的 / it is empty')
  const found = contentKind(sample.bytes)
  switch (found.kind) {
    case 'excel':
      return await sniffExcel(content, signal)
    case 'dbf':
      return sniffDbf(sample.bytes)
    case 'text':
      return sniffText(content, sample)
    default: {
      const feature = found.kind === 'other' ? found.name : `${found.kind}，扩展名不符 / under another extension`
      throw new BerthError('FILE_FORMAT_UNSUPPORTED', { file: content.name, feature })
    }
  }
}
