export interface UsedLicence {
  readonly name: string
  readonly version: string
  readonly licence: string | undefined
  readonly driver: boolean
  readonly by: readonly string[]
}

export interface LicencePolicy {
  readonly allowed: readonly string[]
  readonly allowedOfDrivers: readonly string[]
  readonly exceptions: Readonly<Record<string, { readonly licence: string; readonly why: string }>>
}

export const policy: LicencePolicy
export function usedLicences(root: string): readonly UsedLicence[]
export function licenceProblems(used: readonly UsedLicence[], policy?: LicencePolicy): readonly string[]
export function licenceTable(used: readonly UsedLicence[]): string
