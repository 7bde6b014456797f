import { expect, test } from 'vitest'
import { platformPlace } from '../../src/check/platform/platform-place.ts'

const given = { agentUrl: undefined, agentListen: undefined, yes: false }

test.each(['http://127.0.0.1:8480', 'http://localhost:8480', 'http://[::1]:8480'])(
  '%s is tried as it is',
  (platform) => {
    expect(platformPlace({ ...given, platform: `${platform}/` })).toEqual({ url: platform, agent: {} })
  },
)

test('a platform elsewhere is written to only when one agrees, and has to be able to reach the kit', () => {
  const platform = 'https://platform.example/gov'
  const missing = (parameter: string): object => ({ code: 'PARAMETER_MISSING', details: { parameter } })
  expect(() => platformPlace({ ...given, platform })).toThrow(expect.objectContaining(missing('--yes')))
  expect(() => platformPlace({ ...given, platform, yes: true })).toThrow(
    expect.objectContaining(missing('--agent-url')),
  )
  const agentUrl = 'http://10.1.2.3:9000'
  expect(platformPlace({ ...given, platform, yes: true, agentUrl })).toEqual({
    url: platform,
    agent: { url: agentUrl, host: '0.0.0.0', port: 9000 },
  })
  const agentListen = '[::1]:9001'
  expect(platformPlace({ platform, yes: true, agentUrl: 'https://kit.example/', agentListen }).agent).toEqual({
    url: 'https://kit.example',
    host: '::1',
    port: 9001,
  })
})

test.each([
  ['--platform', { platform: 'platform' }],
  ['--platform', { platform: 'ftp://127.0.0.1' }],
  ['--platform', { platform: 'http://a:b@127.0.0.1' }],
  ['--agent-url', { platform: 'http://127.0.0.1', agentUrl: '127.0.0.1:80' }],
  ['--agent-url', { platform: 'http://127.0.0.1', agentUrl: 'http://127.0.0.1:80/kit' }],
  ['--agent-listen', { platform: 'http://127.0.0.1', agentUrl: 'http://127.0.0.1', agentListen: '80' }],
  ['--agent-listen', { platform: 'http://127.0.0.1', agentUrl: 'http://127.0.0.1', agentListen: 'a:70000' }],
])('a wrong %s is refused: %j', (parameter, change) => {
  const refusal = { code: 'PARAMETER_INVALID', details: expect.objectContaining({ parameter }) }
  expect(() => platformPlace({ ...given, ...change })).toThrow(expect.objectContaining(refusal))
})
