import { describe } from 'vitest'
import { describeFileStore } from '../../../test/servers/describe-file-store.ts'
import { describeServer } from '../../../test/servers/live.ts'
import { openStore } from '../src/session.ts'
import { ftpOptions, signal } from './options.ts'

describeServer('ftp', 'files of ProFTPD', (data) => {
  describe.each([
    ['encrypted after AUTH TLS', 'explicit', 1000],
    ['encrypted from the first byte', 'implicit', 1000],
    ['as an old server: in the clear, LIST, minutes', 'plain', 60_000],
    ['with PASV that names another host', 'elsewhere', 1000],
  ] as const)('%s', (_title, address, clockMs) => {
    describeFileStore({
      folder: data.folder,
      clockMs,
      followsLinks: false,
      ...(address === 'plain' ? { maxBytes: 2_900_000 } : {}),
      open: (folder, nameCharset = 'UTF-8') =>
        openStore({ ...ftpOptions(data, address), folder, nameCharset }, { signal }),
    })
  })
})
