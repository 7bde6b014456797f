import { formatUnsupported } from '../codecs/malformed.ts'

/** Throws `FILE_FORMAT_UNSUPPORTED` where what an archive holds is named like another archive: `report.tar.gz` holds a tar. */
export function refuseNested(file: string): void {
  if (/\.(?:zip|gz|gzip|tgz|rar|7z|tar|bz2|xz|zst)$/i.test(file)) throw formatUnsupported(file, 'archive-nested')
}
