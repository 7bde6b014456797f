/** The same entries without a prototype, so that `constructor` is found only where somebody wrote it. */
export function bareRecord<Entry>(entries: Readonly<Record<string, Entry>>): Readonly<Record<string, Entry>> {
  return Object.assign(Object.create(null) as Record<string, Entry>, entries)
}
