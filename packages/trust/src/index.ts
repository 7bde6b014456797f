export { type CertificateFiles, type Certificates, readCertificateFiles } from './certificates/certificate-files.ts'
export {
  certifiedLine,
  type Line,
  type LineAnswer,
  type LineRequest,
  nativeCodeOf,
  openLine,
  refusedCertificate,
} from './certificates/certified-line.ts'
export { type CommandSignerOptions, commandSigner } from './cryptography/command-signer.ts'
export { type EncryptedEnvelope, envelopeKeyBytes, openEnvelope, sealEnvelope } from './cryptography/envelope.ts'
export { type KeyAlgorithm, keyAlgorithms } from './cryptography/key-algorithm.ts'
export { keyAlgorithm, signBytes, verifyBytes } from './cryptography/key-signature.ts'
export { type CryptographyProfile, cryptographyProfile, digestOf, type ProfileName } from './cryptography/profile.ts'
export { currentSigner, keySigner, type Signer, type SignerSource } from './cryptography/signer.ts'
export { sm2UserId } from './cryptography/sm2.ts'
export { sm2SignatureFromDer, sm2SignatureToDer } from './cryptography/sm2-der.ts'
export {
  type AggregateRule,
  categoriesOfGradeAlone,
  type DecidedItem,
  type Decision,
  decide,
  decideTogether,
  type Permit,
} from './decision.ts'
export { signDetached, signDetachedBy, verifyDetached } from './detached-signature.ts'
export type {
  DialectEvidence,
  DialectField,
  DialectVector,
  DialectWeakness,
  GatewayDialect,
  NonceForm,
  SentPart,
  SignatureAlgorithm,
  SignatureEncoding,
  SignedPart,
  TimeForm,
} from './gateways/dialect.ts'
export {
  dialectOfRequest,
  type ExplainRequestOptions,
  explainGatewayRequest,
  type NamedSecret,
  type RequestExplanation,
} from './gateways/explain/explain-request.ts'
export type { GatewayFinding, GatewayIngredient } from './gateways/explain/ingredient.ts'
export type { RefusedRequest } from './gateways/explain/refused-request.ts'
export { gatewayDialect, gatewayDialects } from './gateways/gateway-dialects.ts'
export { gatewayNonce } from './gateways/nonce.ts'
export type { GivenSecret, SecretExchange, SecretRefresh } from './gateways/refresh.ts'
export {
  type HeldSecret,
  type HeldSecrets,
  type RefreshSecretsOptions,
  refreshSecrets,
  type SecretCall,
  signingSecret,
} from './gateways/refresh-secrets.ts'
export { openSealedSecret, sealSecret } from './gateways/sealed-secret.ts'
export {
  type GatewayCredentials,
  type GatewayRequest,
  type SignedFields,
  type SignForOptions,
  signFor,
} from './gateways/sign-for.ts'
export type { AddressedRequest } from './gateways/signature.ts'
export {
  type GatewaySecrets,
  type ReceivedGatewayRequest,
  type VerifiedGatewayRequest,
  type VerifyForOptions,
  verifyFor,
} from './gateways/verify-for.ts'
export type { Grant } from './grants/grant.ts'
export {
  boundScope,
  type GrantLimits,
  isGrantLimits,
  isRowScope,
  type RowScope,
} from './grants/grant-conditions.ts'
export { issueGrant } from './grants/issue-grant.ts'
export { issueRevocations, type RevocationList, readRevocations } from './grants/revocations.ts'
export { checkGrant, type GrantUse, readGrant, verifyGrant } from './grants/verify-grant.ts'
export { type FilesInTurn, type FilesInTurnOptions, filesInTurn } from './keys/files-in-turn.ts'
export {
  type Ed25519PublicJwk,
  exportPrivateJwk,
  exportPublicJwk,
  generateKey,
  importJwks,
  importPrivateJwk,
  importPublicJwk,
  type PrivateJwk,
  type PublicJwk,
  type SigningKey,
  type Sm2PublicJwk,
  sameKey,
  type VerificationKey,
} from './keys/key.ts'
export { createKeyFile, loadOrCreateKey, readKeyFile } from './keys/key-file.ts'
export { type KeyInTurn, type KeyInTurnOptions, keyInTurn } from './keys/key-in-turn.ts'
export { type KeySource, type LoadKeyOptions, loadKey } from './keys/key-source.ts'
export { parsePrivateKey, parsePublicKey } from './keys/parse-private-key.ts'
export { type TokenKey, tokenKey } from './masks/token-key.ts'
export { canonicalJson } from './receipts/canonical-json.ts'
export { chainReceipt, chainStart, redactReceipt } from './receipts/chain-receipt.ts'
export {
  type AuditOptions,
  type ProvenPlace,
  ReceiptAudit,
  type ReceiptFault,
  type ReceiptReport,
} from './receipts/receipt-audit.ts'
export {
  anchorHead,
  anchorHolds,
  type ChainPlace,
  type HeadAnchor,
  headHolds,
  type ReceiptHead,
  signHead,
  signHeadBy,
} from './receipts/receipt-head.ts'
export {
  type ReceiptAnchor,
  type ReceiptProblem,
  type ReceiptsVerdict,
  type VerifyReceiptsOptions,
  verifyReceipts,
} from './receipts/verify-receipts.ts'
export { answerProblem, type SignedAnswer, signAnswer, signAnswerBy } from './requests/answer-signature.ts'
export { MemoryReplayStore, type ReplayStore } from './requests/replay-store.ts'
export { type SignRequestOptions, signRequest, signRequestBy } from './requests/sign-request.ts'
export type { BoundHeaders, SignedParts } from './requests/signed-request.ts'
export {
  type PartyKeys,
  type VerifiedRequest,
  type VerifyRequestOptions,
  verifyRequest,
} from './requests/verify-request.ts'
export { type OpenedSecrets, openSecrets, type Secrets, sealSecrets } from './secrets/secret-file.ts'
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
