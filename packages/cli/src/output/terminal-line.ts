/** The sequences that `paint` makes. Others of the kind hide what follows them. */
const colour = '\\u001b\\[(?:1|2|22|31|32|33|36|39)m'
/** Control characters but for tabs and line ends, and the signs that turn the direction of text around. */
const unsafe = new RegExp(
  `(${colour})|[\\u0000-\\u0008\\u000b-\\u001f\\u007f-\\u009f\\u061c\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069]`,
  'g',
)

/**
 * A line as it may go to a terminal: names, comments and products come from other systems, and what in them could drive
 * the terminal shows as `·`. Colours stay.
 */
export function terminalLine(line: string): string {
  return line.replace(unsafe, (_, painted: string | undefined) => painted ?? '·')
}
