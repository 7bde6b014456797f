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
