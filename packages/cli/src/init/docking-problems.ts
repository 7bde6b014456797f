import { findElement } from '@berth/elements'
import { say } from '../messages/say.ts'
import { systemIdPattern } from './docking-plan.ts'

/** What is wrong with a system id, in the user's language. */
export function systemIdProblem(text: string): string | undefined {
  return systemIdPattern.test(text) ? undefined : say('init.notSystemId')
}

/** What is wrong with a unified social credit code, in the user's language. */
export function ownerCodeProblem(text: string): string | undefined {
  return findElement('organisation.creditCode')?.check?.(text) === undefined ? undefined : say('init.notCode')
}
