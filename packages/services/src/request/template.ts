/** A text with places for inputs: `{name}`. Braces of its own are written twice. */
export interface Template {
  readonly parts: readonly (string | { readonly input: string })[]
  readonly names: readonly string[]
}

const part = /\{\{|\}\}|\{([^{}\s][^{}]*)\}|[^{}]+|[{}]/g

export function template(text: string): Template {
  const parts: (string | { readonly input: string })[] = []
  for (const [piece, input] of text.matchAll(part)) {
    if (input !== undefined) parts.push({ input })
    else parts.push(piece === '{{' ? '{' : piece === '}}' ? '}' : piece)
  }
  return { parts, names: parts.flatMap((each) => (typeof each === 'string' ? [] : [each.input])) }
}

/** Fills a template. Undefined where an input of it is not given. */
export function filled(
  { parts }: Template,
  inputs: ReadonlyMap<string, string>,
  escaped: (text: string) => string,
): string | undefined {
  let text = ''
  for (const each of parts) {
    if (typeof each === 'string') text += each
    else {
      const input = inputs.get(each.input)
      if (input === undefined) return undefined
      text += escaped(input)
    }
  }
  return text
}
