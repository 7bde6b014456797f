import { BerthError, type Grade, grades } from '@berth/core'
import { Flags, type Interfaces } from '@oclif/core'

/** `--as`: the clearance to look with. */
export function clearanceFlag(description: string): Interfaces.OptionFlag<Grade> {
  return Flags.custom<Grade>({
    description,
    helpValue: grades.join('|'),
    default: 1,
    parse: (input) => {
      const grade = grades.find((each) => String(each) === input)
      if (grade !== undefined) return Promise.resolve(grade)
      return Promise.reject(new BerthError('PARAMETER_INVALID', { parameter: '--as', problem: grades.join(' | ') }))
    },
  })()
}

/** `--categories`: the categories that the clearance covers, with commas between them; none where it is empty. */
export function categoriesFlag(description: string): Interfaces.OptionFlag<readonly string[] | undefined> {
  return Flags.custom<readonly string[]>({
    description,
    helpValue: 'personal,minor',
    parse: (input) => Promise.resolve(input.split(',').flatMap((each) => (each.trim() === '' ? [] : [each.trim()]))),
  })()
}

/** The permit that the two flags say. */
export function permitOf(flags: { readonly as: Grade; readonly categories?: readonly string[] | undefined }): {
  readonly clearance: Grade
  readonly categories?: readonly string[]
} {
  return { clearance: flags.as, ...(flags.categories === undefined ? {} : { categories: flags.categories }) }
}
