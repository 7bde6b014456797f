/** Places whose value stands as it is, and not as a text: a block of YAML, a map of a program. */
const plain: ReadonlySet<string> = new Set(['options', 'agreed'])

/**
 * Fills the places of a template: `"{{name}}"` with a quoted text, or with a block where that is what it stands for, `{{name}}` with the
 * text. What is filled in is not looked at again. A name that is not among the values is a `TypeError`.
 */
export function filled(template: string, values: Readonly<Record<string, string>>): string {
  return template
    .replace(/(["'])\{\{(\w+)\}\}\1|\{\{(\w+)\}\}/g, (_place, quote: string | undefined, quoted = '', bare = '') => {
      const name: string = quoted || bare
      const value = values[name]
      if (value === undefined) throw new TypeError(`the template has an unknown place ${name}`)
      if (quote === undefined || plain.has(name)) return value
      return quote === '"' ? JSON.stringify(value) : `'${value.replaceAll(/[\\']/g, '\\$&')}'`
    })
    .replaceAll(/ +\n/g, '\n')
}
