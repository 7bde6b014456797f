/** The way to a place in a document: keys of maps, positions in lists. */
export type Path = readonly (string | number)[]

/** A key as messages show it. What follows a colon without a blank is a value that YAML took into the key. */
export function shownKey(key: string): string {
  return key.replace(/[:：][\s\S]*$/, '…')
}

/** `resources.marriage.provide.parameter.by[0]`; a key that is not a plain word stands in quotes. */
export function formatPath(path: Path): string {
  let text = ''
  for (const step of path) {
    if (typeof step === 'number') text += `[${step}]`
    else if (/^[\w-]+$/.test(step)) text += text === '' ? step : `.${step}`
    else text += `[${JSON.stringify(shownKey(step))}]`
  }
  return text
}
