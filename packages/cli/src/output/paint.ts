import { styleText } from 'node:util'

export type Paint = 'red' | 'green' | 'yellow' | 'cyan' | 'dim' | 'bold'

/** Colours a text where it goes to a terminal that wants colour; `NO_COLOR` and pipes get it plain. */
export function paint(colour: Paint, text: string, stream: NodeJS.WriteStream = process.stdout): string {
  return styleText(colour, text, { stream, validateStream: true })
}

/** Whether a stream gets colours. */
export function colourful(stream: NodeJS.WriteStream = process.stdout): boolean {
  return paint('bold', 'x', stream) !== 'x'
}
