import type { Difference, Verdict } from './difference.ts'
import type { GrantFacts } from './grant-facts.ts'
import type { ConcernedConsumer } from './manifest-change.ts'
import { valueAt } from './plain.ts'
import type { ChangeClass } from './rules/definition.ts'

/** Whom a change concerns: the consumers with a grant for what it stands in, and for the item it stands at. */
export function concernedConsumers(
  difference: Difference,
  { concerns }: Verdict,
  changeClass: ChangeClass,
  grants: readonly GrantFacts[],
): readonly ConcernedConsumer[] {
  if (changeClass === 'patch') return []
  const system = String(valueAt(difference.old, ['system', 'id']))
  const [section, entry, part, item] = difference.path.map(String)
  const isEntry = section === 'resources' || section === 'operations'
  const isItem = isEntry && (part === 'items' || part === 'input') && item !== undefined
  const concerned = grants
    .filter(({ resource }) => (isEntry ? resource === `${system}/${entry}` : resource.startsWith(`${system}/`)))
    .filter((grant) => concerns?.(grant) ?? (!isItem || grant.items.includes(item) || newlyNeeded(difference)))
  const byConsumer = Map.groupBy(concerned, ({ consumer }) => consumer)
  return [...byConsumer].map(([consumer, held]) => ({ consumer, grants: held.map(({ id }) => id) }))
}

/** An input item that has to be given concerns those, too, whose grant does not have it: they can submit nothing. */
function newlyNeeded({ path, after }: Difference): boolean {
  const value = valueAt(after, ['required']) ?? (path.at(-1) === 'required' ? after : undefined)
  return path[0] === 'operations' && value === true
}
