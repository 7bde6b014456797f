export { type Decision, decide, type Permit } from './decision.ts'
export type { Grant } from './grants/grant.ts'
export { issueGrant } from './grants/issue-grant.ts'
export { checkGrant, type GrantUse, readGrant, verifyGrant } from './grants/verify-grant.ts'
export {
  exportPrivateJwk,
  exportPublicJwk,
  generateKey,
  importJwks,
  importPrivateJwk,
  importPublicJwk,
  type PrivateJwk,
  type PublicJwk,
  type SigningKey,
  type VerificationKey,
} from './keys/key.ts'
export { loadOrCreateKey } from './keys/key-file.ts'
export { canonicalJson } from './receipts/canonical-json.ts'
export { chainReceipt, chainStart } from './receipts/chain-receipt.ts'
export {
  type ReceiptAnchor,
  type ReceiptProblem,
  type ReceiptsVerdict,
  type VerifyReceiptsOptions,
  verifyReceipts,
} from './receipts/verify-receipts.ts'
export { MemoryReplayStore, type ReplayStore } from './requests/replay-store.ts'
export { type SignRequestOptions, signRequest } from './requests/sign-request.ts'
export type { SignedParts } from './requests/signed-request.ts'
export {
  type PartyKeys,
  type VerifiedRequest,
  type VerifyRequestOptions,
  verifyRequest,
} from './requests/verify-request.ts'
export {
  type DigestUsernameToken,
  nonceEncodingType,
  passwordDigestType,
  passwordTextType,
  type UsernameToken,
  type UsernameTokenOptions,
  usernameToken,
} from './web-services-security/username-token.ts'
export {
  type UserPasswords,
  usernameTokenToleranceMs,
  type VerifiedUsernameToken,
  type VerifyUsernameTokenOptions,
  verifyUsernameToken,
} from './web-services-security/verify-username-token.ts'
