/** How the secret that signs requests is fetched and renewed: data for `refreshSecrets` to follow. */
export interface SecretRefresh {
  /** The name of the secret that signs requests. */
  readonly signsRequests: string
  /** The first is signed with the registered secret, each later one with a secret that an earlier one gives. */
  readonly exchanges: readonly SecretExchange[]
  /** Where an answer tells how it went, and what it says there when it went well. */
  readonly success: { readonly at: readonly string[]; readonly is: string }
}

/** One call that gives secrets. */
export interface SecretExchange {
  readonly method: 'GET' | 'POST'
  readonly path: string
  /** Where the signed fields go. */
  readonly carrier: 'query' | 'body'
  /** `registered`, or the name of a secret that was given. */
  readonly signedWith: string
  readonly gives: readonly GivenSecret[]
}

/** A secret in an answer: where it stands, and how long it holds. */
export interface GivenSecret {
  readonly name: string
  readonly at: readonly string[]
  /** Where the end of its time stands, in milliseconds since 1970. */
  readonly untilAt: readonly string[]
  /** How long it holds where the answer does not tell. Undefined where that is not known. */
  readonly lifetimeMs?: number
  /** How it is encrypted, under the registered secret. Undefined where it comes in the clear. */
  readonly sealed?: 'aes-128-ecb'
  /** Whether the answer may lack it. @default false */
  readonly optional?: boolean
}
