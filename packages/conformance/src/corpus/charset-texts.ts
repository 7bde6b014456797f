/** A text, its charset, and its bytes written down, so that no encoder is trusted (TXT-1). */
export interface CharsetText {
  readonly charset: string
  readonly text: string
  readonly bytes: Uint8Array
}

/** Bytes that are no text in their charset, and the offset of the first bad one. */
export interface BadBytes {
  readonly charset: string
  readonly bytes: Uint8Array
  readonly offset: number
}

/** Texts as old systems store them. */
export const charsetTexts: readonly CharsetText[] = [
  { charset: 'GBK', text: '张三', bytes: Uint8Array.of(0xd5, 0xc5, 0xc8, 0xfd) },
  { charset: 'GBK', text: 'A朱镕B', bytes: Uint8Array.of(0x41, 0xd6, 0xec, 0xe9, 0x46, 0x42) },
  { charset: 'GB18030', text: '㐁', bytes: Uint8Array.of(0x81, 0x39, 0xef, 0x30) },
  { charset: 'GB18030', text: '𠀀', bytes: Uint8Array.of(0x95, 0x32, 0x82, 0x36) },
  { charset: 'GB18030', text: '中文', bytes: Uint8Array.of(0xd6, 0xd0, 0xce, 0xc4) },
  { charset: 'Big5', text: '中文', bytes: Uint8Array.of(0xa4, 0xa4, 0xa4, 0xe5) },
  { charset: 'UTF-8', text: '中', bytes: Uint8Array.of(0xe4, 0xb8, 0xad) },
]

/** A cut pair, a byte that no character begins with, and one that UTF-8 does not have. */
export const badBytes: readonly BadBytes[] = [
  { charset: 'GBK', bytes: Uint8Array.of(0x41, 0xd5, 0xc5, 0xc8), offset: 3 },
  { charset: 'GBK', bytes: Uint8Array.of(0x41, 0x80, 0x42), offset: 1 },
  { charset: 'UTF-8', bytes: Uint8Array.of(0x41, 0x42, 0xff, 0x43), offset: 2 },
]
