/** A place in a parsed answer: in JSON by JSONPath, in XML by XPath. */
export interface AnswerPath {
  /** What stands there, seen from `node`: JSON values, XML nodes, or the text that an XPath computes. */
  readonly find: (node: unknown) => readonly unknown[]
  /** Of a path to many: the place that holds them all. */
  readonly list?: Pick<AnswerPath, 'find'>
}
