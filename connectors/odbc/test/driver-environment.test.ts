import { expect, test } from 'vitest'
import { driverEnvironment } from '../src/driver-environment.ts'

test('the process of the driver inherits no secret of another connection', () => {
  const inherited = {
    BERTH_SECRET_OTHER: 'canary',
    berth_secret_other: 'canary',
    NODE_OPTIONS: '--inspect',
    INFORMIXDIR: '/opt/informix',
    CLIENT_LOCALE: 'en_us.8859-1',
  }
  expect(driverEnvironment(inherited, { CLIENT_LOCALE: 'zh_cn.gb18030' })).toEqual({
    INFORMIXDIR: '/opt/informix',
    CLIENT_LOCALE: 'zh_cn.gb18030',
  })
})
