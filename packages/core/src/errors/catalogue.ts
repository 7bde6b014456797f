import type { LocalizedText } from '../contract/value.ts'
import { type AccessErrorCode, accessErrors } from './catalogue/access.ts'
import { type AgentErrorCode, agentErrors } from './catalogue/agent.ts'
import { type BundleErrorCode, bundleErrors } from './catalogue/bundle.ts'
import { certificateProblems } from './catalogue/certificate-problems.ts'
import { type ConfigurationErrorCode, configurationErrors } from './catalogue/configuration.ts'
import { credentialProblems } from './catalogue/credential-problems.ts'
import { type CryptographyErrorCode, cryptographyErrors } from './catalogue/cryptography.ts'
import { type DataErrorCode, dataErrors } from './catalogue/data.ts'
import { fileProblems } from './catalogue/file-problems.ts'
import { type FileSetErrorCode, fileSetErrors } from './catalogue/file-set.ts'
import { type FileErrorCode, fileErrors } from './catalogue/files.ts'
import { type GrantErrorCode, grantErrors } from './catalogue/grants.ts'
import { type ReportErrorCode, reportErrors } from './catalogue/report.ts'
import { type ServiceErrorCode, serviceErrors } from './catalogue/service.ts'
import { serviceProblems } from './catalogue/service-problems.ts'
import { type SoapErrorCode, soapErrors } from './catalogue/soap.ts'
import { spokenProblems } from './catalogue/spoken-problems.ts'
import { type SystemErrorCode, systemErrors } from './catalogue/system.ts'
import { type TransferErrorCode, transferErrors } from './catalogue/transfer.ts'
import { transferProblems } from './catalogue/transfer-problems.ts'
import { valueProblems } from './catalogue/value-problems.ts'
import type { ErrorDefinition } from './definition.ts'

/** Every error code there is. Frozen within a major version of the contract. */
export type ErrorCode =
  | AccessErrorCode
  | AgentErrorCode
  | BundleErrorCode
  | ConfigurationErrorCode
  | CryptographyErrorCode
  | DataErrorCode
  | FileErrorCode
  | FileSetErrorCode
  | GrantErrorCode
  | ReportErrorCode
  | ServiceErrorCode
  | SoapErrorCode
  | SystemErrorCode
  | TransferErrorCode

/** What each code means, whose it is, and what to do (ERR-1). `docs/errors.md` is made from it. */
export const errorCatalogue: Readonly<Record<ErrorCode, ErrorDefinition>> = {
  ...configurationErrors,
  ...cryptographyErrors,
  ...systemErrors,
  ...dataErrors,
  ...fileErrors,
  ...fileSetErrors,
  ...transferErrors,
  ...accessErrors,
  ...grantErrors,
  ...serviceErrors,
  ...soapErrors,
  ...agentErrors,
  ...reportErrors,
  ...bundleErrors,
}

const problems: Readonly<Record<string, Required<LocalizedText>>> = {
  ...certificateProblems,
  ...credentialProblems,
  ...fileProblems,
  ...serviceProblems,
  ...transferProblems,
  ...valueProblems,
}

/** The words for what an error calls its problem, by its name or in an English sentence. Undefined: it is a word of its own. */
export function problemWords(problem: string | number | undefined): Required<LocalizedText> | undefined {
  if (typeof problem !== 'string') return undefined
  if (Object.hasOwn(problems, problem)) return problems[problem]
  const zh = Object.hasOwn(spokenProblems, problem) ? spokenProblems[problem] : undefined
  return zh === undefined ? undefined : { zh, en: problem }
}
