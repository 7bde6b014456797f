import type { Level } from '@berth/conformance'
import { BerthError } from '@berth/core'
import { Flags, type Interfaces } from '@oclif/core'
import { tell } from '../messages/say.ts'
import { choiceFlag } from './flags.ts'

interface KitFlags {
  readonly only: Interfaces.OptionFlag<string[] | undefined>
  readonly seed: Interfaces.OptionFlag<number | undefined>
  readonly level: Interfaces.OptionFlag<string | undefined>
}

const maxSeed = 4_294_967_295

/** Those of the kit, which is not loaded for a line of help. */
const levels: readonly Level[] = ['basic', 'standard', 'full']

/** `--only`, `--seed`, `--level`: what of the conformance kit is tried, and with which data. */
export const kitFlags: KitFlags = {
  only: Flags.string({
    multiple: true,
    helpValue: 'ID',
    description: tell({
      zh: '只检验这个用例、这组用例或这一条款，可多次给出',
      en: 'try only this case, group of cases or clause; repeat it',
    }),
  }),
  seed: Flags.custom<number>({
    helpValue: 'N',
    description: tell({
      zh: '用例数据的种子，缺省每次不同',
      en: 'the seed of the data of the cases; else another one each time',
    }),
    parse: (input) => {
      const seed = /^[1-9]\d{0,9}$/.test(input) ? Number(input) : 0
      if (seed > 0 && seed <= maxSeed) return Promise.resolve(seed)
      return Promise.reject(new BerthError('PARAMETER_INVALID', { parameter: '--seed', problem: `1 … ${maxSeed}` }))
    },
  })(),
  level: choiceFlag(
    'level',
    levels,
    tell({ zh: '检验到这一等级为止，缺省为 full', en: 'try the cases up to this level; full where it is not given' }),
  ),
}
