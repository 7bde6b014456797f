import type { OptionSchema } from '@berth/core'
import { defaultFileLimits, type FileLimits } from '../codecs/limits.ts'

/** What every docking of files may give. */
export interface FileConnectorOptions extends FileLimits {
  /** Files that match one pattern at most. */
  readonly maxFiles: number
  /** Bytes that copies of one file on this machine may take, unpacked ones among them. */
  readonly maxCopyBytes: number
  /** The file with the private key that signs receipts; made where it is not there. */
  readonly receiptKeyFile?: string
  /** The id that receipts are signed under. */
  readonly receiver?: string
}

/** What a docking gives to reach the folder of a server, whatever it speaks. */
export interface ServerFolderOptions extends FileConnectorOptions {
  readonly host: string
  readonly port: number
  readonly user: string
  /** Where the connection begins: from the user's own folder, or from `/`. */
  readonly folder?: string
  readonly nameCharset: string
  readonly loginTimeoutMs: number
  readonly maxListedFiles: number
}

/** `FileConnectorOptions` as data. */
export const fileConnectorOptions: Readonly<Record<keyof FileConnectorOptions, OptionSchema>> = {
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
  maxArchiveEntries: {
    type: 'integer',
    default: defaultFileLimits.maxArchiveEntries,
    minimum: 1,
    maximum: 1_000_000,
    title: { zh: '一个压缩包中的文件数上限', en: 'the most files in one archive' },
  },
  maxUnpackedBytes: {
    type: 'integer',
    default: defaultFileLimits.maxUnpackedBytes,
    minimum: 1,
    title: { zh: '一个压缩包或工作簿解压后的字节上限', en: 'the most bytes that one archive or workbook unpacks to' },
  },
  maxUnpackedRatio: {
    type: 'integer',
    default: defaultFileLimits.maxUnpackedRatio,
    minimum: 1,
    maximum: 100_000,
    title: {
      zh: '解压后最多是压缩前的多少倍（超过 16 MiB 才看），超出视为压缩炸弹',
      en: 'how many bytes one packed byte may unpack to, looked at from 16 MiB on: more is taken for a bomb',
    },
  },
  maxSharedTextBytes: {
    type: 'integer',
    default: defaultFileLimits.maxSharedTextBytes,
    minimum: 1,
    maximum: 17_179_869_184,
    title: {
      zh: 'xlsx：单元格共用的文本最多占多少字节内存',
      en: 'xlsx: the most bytes of memory for the texts that cells share',
    },
  },
  maxXlsBytes: {
    type: 'integer',
    default: defaultFileLimits.maxXlsBytes,
    minimum: 1,
    maximum: 1_073_741_824,
    title: {
      zh: 'xls：一个文件的字节上限；读取时最多占其十六倍的内存（不少于 1 GiB）',
      en: 'xls: the most bytes of one file; reading may take sixteen times as much memory, and 1 GiB in any case',
    },
  },
  receiptKeyFile: {
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

/** What `ServerFolderOptions` has beyond them, as data; the port is each protocol's own. */
export const serverFolderOptions: Readonly<
  Record<Exclude<keyof ServerFolderOptions, keyof FileConnectorOptions | 'port'>, OptionSchema>
> = {
  host: { type: 'string', required: true, title: { zh: '服务器主机名或 IP 地址', en: 'host name or IP address' } },
  user: { type: 'string', required: true, title: { zh: '用户名', en: 'user name' } },
  folder: {
    type: 'string',
    title: {
      zh: '服务器上的起始目录；不写则为登录后的目录',
      en: 'folder at the server that paths begin in; the one after login when absent',
    },
  },
  nameCharset: {
    type: 'string',
    default: 'UTF-8',
    title: { zh: '服务器上文件名的编码，如 GBK', en: 'what file names are in at the server, GBK for instance' },
  },
  loginTimeoutMs: {
    type: 'integer',
    default: 8000,
    minimum: 100,
    maximum: 120_000,
    title: { zh: '等待登录完成的毫秒数', en: 'milliseconds to wait for the login' },
  },
  maxListedFiles: {
    type: 'integer',
    default: 100_000,
    minimum: 1,
    maximum: 10_000_000,
    title: { zh: '一个目录最多列出的文件数', en: 'the most files that are listed of one folder' },
  },
}
