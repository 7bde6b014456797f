const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
}

/** A text as the content of an element. A carriage return is told by number: a reader takes a plain one for a line end. */
export function elementText(text: string): string {
  return text.replaceAll(/[&<>\r]/g, (character) => escapes[character] ?? '')
}

/** A text as the value of an attribute in double quotes. */
export function attributeText(text: string): string {
  return text.replaceAll(/[&<>"\t\n\r]/g, (character) => escapes[character] ?? '')
}

/** The place of the first character that XML 1.0 cannot carry, not even by number; -1 where there is none. */
export function unwritableCharacter(text: string): number {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters that XML does not know
  return text.search(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Cs}/u)
}

/** A text of ours without the characters that XML cannot carry. */
export function writableText(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters that XML does not know
  return text.replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Cs}/gu, '\ufffd')
}
