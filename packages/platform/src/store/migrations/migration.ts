/** One step of the database's shape. A step that was released is never changed: a new one follows it. */
export interface Migration {
  /** From 1, without gaps. */
  readonly number: number
  readonly statements: readonly string[]
}
