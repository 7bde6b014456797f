import { describe } from 'vitest'
import { describeFileStore } from '../../../test/servers/describe-file-store.ts'
import { describeServer } from '../../../test/servers/live.ts'
import { openStore } from '../src/session.ts'
import { passwordOptions, sftpOptions, signal } from './options.ts'

describeServer('sftp', 'files of an OpenSSH server', (data) => {
  describeFileStore({
    folder: data.folder,
    clockMs: 1000,
    followsLinks: true,
    open: (folder, nameCharset = 'UTF-8') => openStore({ ...sftpOptions(data), folder, nameCharset }, { signal }),
  })
})

describeServer('ftp', 'files of the SFTP of ProFTPD', (data) => {
  describe('with a password', () => {
    describeFileStore({
      folder: data.folder,
      clockMs: 1000,
      followsLinks: true,
      open: (folder, nameCharset = 'UTF-8') => openStore({ ...passwordOptions(data), folder, nameCharset }, { signal }),
    })
  })
})
