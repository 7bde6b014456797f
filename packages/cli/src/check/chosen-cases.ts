import { isNamed, type RoleCase } from '@berth/conformance'
import { BerthError } from '@berth/core'

/**
 * The ids of the cases that `--only` names: a case, a group of them (`signed`), or a clause (`PLT-3`). Undefined where nothing
 * is named: every case. Throws `PARAMETER_INVALID` for a name that no case answers to.
 */
export function chosenCases<Context>(
  cases: readonly Pick<RoleCase<Context>, 'id' | 'clause'>[],
  only: readonly string[] | undefined,
): readonly string[] | undefined {
  if (only === undefined || only.length === 0) return undefined
  return only.flatMap((name) => {
    const named = cases.filter((tried) => isNamed(tried, name))
    if (named.length === 0)
      throw new BerthError('PARAMETER_INVALID', { parameter: '--only', problem: name.slice(0, 64) })
    return named.map(({ id }) => id)
  })
}
