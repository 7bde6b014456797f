import { Secret } from '@berth/core'
import { expect, test } from 'vitest'
import { openSecrets, type ProfileName, sealSecrets } from '../../src/index.ts'

const key = new Secret('a phrase of this test')
const unreadable = expect.objectContaining({ code: 'SECRET_FILE_UNREADABLE' })
const secrets = new Map([
  ['DB_PASSWORD', new Secret('canary 值\n"')],
  ['__proto__', new Secret('other')],
])

test.each<ProfileName>(['international', 'commercial'])(
  '%s: secrets come back, and the file tells neither them nor their names',
  (profile) => {
    const text = sealSecrets(secrets, key, profile)
    for (const hidden of ['DB_PASSWORD', 'canary', key.reveal()]) expect(text).not.toContain(hidden)
    const opened = openSecrets(text, key, 'f')
    expect(opened.profile).toBe(profile)
    expect([...opened.secrets].map(([name, secret]) => [name, secret.reveal()])).toEqual(
      [...secrets].map(([name, secret]) => [name, secret.reveal()]),
    )
    expect(JSON.stringify([...opened.secrets])).not.toContain('canary')
    expect(sealSecrets(secrets, key, profile)).not.toBe(text)
    expect(() => openSecrets(text, new Secret('another'), 'f')).toThrow(unreadable)
    const file = JSON.parse(text) as Record<string, string>
    const other = profile === 'commercial' ? 'international' : 'commercial'
    const altered = [
      { ...file, profile: other },
      { ...file, salt: `${file['salt']}A` },
      { ...file, ciphertext: `${file['ciphertext']?.slice(0, -4)}AAAA` },
      { ...file, berth: 2 },
      { ...file, tag: 1 },
    ]
    for (const each of altered) expect(() => openSecrets(JSON.stringify(each), key, 'f')).toThrow(unreadable)
    for (const each of ['', 'null', '[]', text.slice(0, 100)])
      expect(() => openSecrets(each, key, 'f')).toThrow(unreadable)
  },
)
