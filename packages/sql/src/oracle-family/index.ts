export type { CatalogueSettings } from './catalogue.ts'
export { checkFraction, finite, invalid, plainBytes, printedDecimal, printedInteger, printedTime } from './cell-text.ts'
export { connectWatched } from './connect.ts'
export { fieldParts, type NativeField, nativeField } from './fields.ts'
export { type LibraryConnection, LibraryLine, type LibraryResult, type LibraryRows } from './library-line.ts'
export { mergeStatement } from './merge.ts'
export { sequenceOutboxScript } from './outbox-script.ts'
export { type FamilyQuestions, familyQuestions } from './questions.ts'
export { type FamilySession, openFamily, printedVariable, variableType } from './session.ts'
export { SocketWatch } from './sockets.ts'
export {
  type ColumnTraits,
  decimalTraits,
  emptyIsNull,
  type KnownType,
  lobTraits,
  numberTraits,
  readBytes,
  readText,
  timeTraits,
} from './traits.ts'
