/**
 * How a key signs, as the header of what it signed names it: `EdDSA` (Ed25519, RFC 8037), or `SGD_SM3_SM2`, the name of GM/T 0006 for SM2
 * over SM3. JSON Web Signatures have no registered name for the second.
 */
export type KeyAlgorithm = 'EdDSA' | 'SGD_SM3_SM2'

/** Both. */
export const keyAlgorithms: readonly KeyAlgorithm[] = ['EdDSA', 'SGD_SM3_SM2']
