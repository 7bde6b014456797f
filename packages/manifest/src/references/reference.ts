/** One part of an option's text: as it stands, or to be looked up when the connection is opened. */
export type OptionPart =
  | { readonly literal: string }
  | { readonly from: 'env' | 'secret'; readonly name: string; readonly written: string }

const part = /\$\$\{|\$\{(?:(env|secret):([A-Za-z_][\w.-]*)\})?|(?:[^$]|\$(?!\$?\{))+/g

/**
 * Reads the references of an option's text, `${env:NAME}` and `${secret:NAME}`; `$${` stands for a plain `${`.
 * Returns undefined when a reference is not written right.
 */
export function parseReferences(text: string): readonly OptionPart[] | undefined {
  const parts: OptionPart[] = []
  for (const [written, from, name] of text.matchAll(part)) {
    if (from !== undefined && name !== undefined) parts.push({ from: from as 'env' | 'secret', name, written })
    else if (written === '${') return undefined
    else parts.push({ literal: written === '$${' ? '${' : written })
  }
  return parts
}

/** Whether a value holds a reference, right or wrong. */
export function holdsReference(value: unknown): boolean {
  return typeof value === 'string' && (parseReferences(value)?.some((each) => 'name' in each) ?? true)
}
