import { BerthError } from '@berth/core'

/** oclif's hook for a command that does not exist. */
export function unknownCommand(call: { readonly id: string }): Promise<never> {
  return Promise.reject(new BerthError('COMMAND_UNKNOWN', { command: call.id.replaceAll(':', ' ') }))
}
