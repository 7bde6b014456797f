import { readFileSync } from 'node:fs'
import { afterEach, expect, test, vi } from 'vitest'
import { DriverLine } from '../src/driver-line.ts'

afterEach(() => void vi.unstubAllEnvs())

/** What a process was started with; Linux tells it. */
test.runIf(process.platform === 'linux')(
  'the process of the driver inherits no secret of another connection',
  async () => {
    vi.stubEnv('BERTH_SECRET_OTHER', 'canary-of-another')
    vi.stubEnv('NODE_OPTIONS', '--no-warnings')
    vi.stubEnv('INFORMIXDIR', '/opt/informix')
    const line = new DriverLine({ CLIENT_LOCALE: 'zh_cn.gb18030' }, { host: '', port: '', database: '' }, {})
    await line.call({ name: 'query', text: 'SELECT 1', parameters: [] }, 'query').catch(() => undefined)
    const environment = readFileSync(`/proc/${line.pid}/environ`, 'utf8').split('\0')
    await line.close()
    expect(environment).toEqual(expect.arrayContaining(['CLIENT_LOCALE=zh_cn.gb18030', 'INFORMIXDIR=/opt/informix']))
    expect(environment.filter((each) => /canary|NODE_OPTIONS/.test(each))).toEqual([])
  },
)
