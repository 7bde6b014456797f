import type { OptionsSchema } from '@berth/core'

/** There is nothing to reach: the datasets are given to `memory()`. */
export const options: OptionsSchema = {}
