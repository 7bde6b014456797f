import type { ConnectorSession, Dataset } from '@berth/core'

/** `*` stands for any characters; everything else is compared as it is, letters in either case. */
function matcher(pattern: string): (name: string) => boolean {
  const parts = pattern.split('*').map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&'))
  const expression = new RegExp(`^${parts.join('.*')}$`, 'iu')
  return (name) => expression.test(name)
}

/** The datasets of a system that one of the patterns names; without patterns, all of them. */
export async function describeDatasets(
  session: ConnectorSession,
  patterns: readonly string[],
  signal: AbortSignal,
): Promise<Dataset[]> {
  const matchers = patterns.map(matcher)
  const datasets: Dataset[] = []
  for await (const dataset of session.describe({}, { signal })) {
    if (matchers.length === 0 || matchers.some((matches) => matches(dataset.name))) datasets.push(dataset)
  }
  return datasets
}
