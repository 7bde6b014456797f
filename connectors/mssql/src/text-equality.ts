/**
 * Equal to the last bit: SQL Server's own comparison takes texts for equal that differ in case, width or trailing blanks.
 * It stays in front, for it is what an index can answer.
 */
export function equalText(reference: string, marker: string, target: string): string {
  const bits = target.endsWith('(max)') ? longBits : shortBits
  const indexed = bits === longBits ? '' : `${reference} = ${marker} AND `
  return `(${indexed}${bits(reference)} = ${bits(marker)})`
}

/** The same for CHAR and NCHAR, whose cells and keys are both taken with their padding. */
export function equalPadded(reference: string, marker: string, text: string): string {
  return `(${reference} = ${marker} AND ${shortBits(`CONVERT(${text}, ${reference})`)} = ${shortBits(marker)})`
}

/** The bits of a text of up to 8,000 bytes. */
export function shortBits(expression: string): string {
  return `CONVERT(varbinary(8000), ${expression})`
}

function longBits(expression: string): string {
  return `CONVERT(varbinary(max), ${expression})`
}

/** Texts that differ by case, width or trailing blanks alone come in an order too. */
export function orderText(target: string): (expression: string) => string {
  return target.endsWith('(max)') ? longBits : shortBits
}
