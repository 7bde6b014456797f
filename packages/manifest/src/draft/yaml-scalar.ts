/** Texts that YAML reads as a text without quotes, also inside braces. */
const plain = /^[A-Za-z_\p{Script=Han}][\w.\-/\p{Script=Han}（）、《》“”·]*$/u

/** Words that YAML, or an older reader of it, takes for something else than a text. */
const reserved = /^(?:true|false|yes|no|on|off|null|y|n)$/i

/** A text as a YAML scalar that stands on one line in block and in braces: as it is where that is safe, else quoted. */
export function yamlScalar(text: string): string {
  return plain.test(text) && !reserved.test(text) ? text : quoted(text)
}

/** JSON's quotes are YAML's; characters that YAML does not print are escaped. */
function quoted(text: string): string {
  return JSON.stringify(text).replace(
    /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

/** Scalars as a list in brackets. */
export function yamlList(texts: readonly string[]): string {
  return `[${texts.map(yamlScalar).join(', ')}]`
}

/** A text as it may stand behind `#`, on one line. */
export function yamlComment(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim()
}
