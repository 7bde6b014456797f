import type { Interfaces } from '@oclif/core'
import { tell } from '../messages/say.ts'
import { choiceFlag } from './flags.ts'

/** Which algorithms are used. */
export function profileFlag(): Interfaces.OptionFlag<string | undefined> {
  return choiceFlag(
    'profile',
    ['international', 'commercial'],
    tell({
      zh: '算法套件：international（Ed25519、SHA-256、AES-256-GCM）或 commercial（国密 SM2、SM3、SM4）',
      en: 'the algorithms: international (Ed25519, SHA-256, AES-256-GCM) or commercial (SM2, SM3, SM4)',
    }),
    { default: 'international' },
  )
}
