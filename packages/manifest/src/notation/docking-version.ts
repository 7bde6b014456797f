/** The three numbers of a docking's version. */
export type DockingVersion = readonly [major: number, minor: number, patch: number]

/** Reads `1.4.0`. Returns undefined when it is not of this form. */
export function parseDockingVersion(notation: string): DockingVersion | undefined {
  const match = /^(0|[1-9]\d{0,5})\.(0|[1-9]\d{0,5})\.(0|[1-9]\d{0,5})$/.exec(notation)
  return match === null ? undefined : [Number(match[1]), Number(match[2]), Number(match[3])]
}
