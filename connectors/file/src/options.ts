import type { OptionsSchema } from '@berth/core'
import { type FileConnectorOptions, fileConnectorOptions } from '@berth/files'

/** What a docking gives to reach files in a folder. */
export interface FileOptions extends FileConnectorOptions {
  /** The folder that all paths begin in. */
  readonly folder: string
}

/** The options as data. */
export const options: OptionsSchema = {
  folder: {
    type: 'string',
    required: true,
    title: {
      zh: '目录，相对路径从 berth.yaml 所在目录算起',
      en: 'the folder; a relative one starts at the folder of berth.yaml',
    },
  },
  ...fileConnectorOptions,
}
