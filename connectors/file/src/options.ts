import type { OptionsSchema } from '@berth/core'

/** What a docking gives to reach files in a folder. */
export interface FileOptions {
  /** The folder that all paths begin in. */
  readonly folder: string
  /** Files that match one pattern at most. */
  readonly maxFiles: number
  /** Bytes that copies of one file on this machine may take, unpacked ones among them. */
  readonly maxCopyBytes: number
  /** The file with the private key that signs receipts; made where it is not there. */
  readonly receiptKey?: string
  /** The id that receipts are signed under. */
  readonly receiver?: string
}

/** The options as data. */
export const options: OptionsSchema = {
  folder: {
    type: 'string',
    required: true,
    title: {
      zh: '目录，相对路径从 berth.yaml 所在目录算起',
      en: 'the folder; a relative one starts at the folder of berth.yaml',
    },
  },
  maxFiles: {
    type: 'integer',
    default: 10_000,
    minimum: 1,
    maximum: 1_000_000,
    title: { zh: '一组文件的个数上限', en: 'the most files of one set' },
  },
  maxCopyBytes: {
    type: 'integer',
    default: 17_179_869_184,
    minimum: 1,
    title: {
      zh: '一个文件在本机的副本（含解压）最多占多少字节',
      en: 'the most bytes that copies of one file may take here, unpacked ones among them',
    },
  },
  receiptKey: {
    type: 'string',
    title: {
      zh: '签署回执的私钥文件，没有时自动生成；省略时回执不签名',
      en: 'the file with the key that signs receipts, made where it is not there; without it they are not signed',
    },
  },
  receiver: {
    type: 'string',
    title: { zh: '回执以谁的名义签署', en: 'the id that receipts are signed under' },
  },
}
