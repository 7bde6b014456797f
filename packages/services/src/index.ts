export type { AnswerPath } from './answer/answer-path.ts'
export { type Answered, answered } from './answer/answered.ts'
export { decodeText } from './answer/decode-text.ts'
export { recordsOf } from './answer/records.ts'
export { type AnswerFormat, answerPath, parseAnswer, textOf } from './answer/tree.ts'
export { type AuthenticationOptions, authenticationOptions } from './authentication/authentication-options.ts'
export { type ClientOptions, clientOptions } from './client/client-options.ts'
export type { ClientCertificates, ClientSettings } from './client/client-settings.ts'
export { wasNeverSent } from './client/native-error.ts'
export { ServiceClient } from './client/service-client.ts'
export type { Exchange, ServiceAnswer, ServiceRequest } from './client/service-request.ts'
export { statusError } from './client/status-error.ts'
export { answerDefinition, datasetMembers, inputsDefinition, pagingDefinition } from './definition/definition-parts.ts'
export { type ReadDatasetSettings, readDataset } from './definition/read-dataset.ts'
export type { DefinedAnswer, DefinedColumn, DefinedInput, ServiceDataset } from './definition/service-dataset.ts'
export type { WrittenDataset } from './definition/written-dataset.ts'
export { type OpenService, openService } from './open-service.ts'
export { changes } from './operations/changes.ts'
export { describe } from './operations/describe.ts'
export { invoke } from './operations/invoke.ts'
export { lookup } from './operations/lookup.ts'
export { readAnswer } from './operations/read-answer.ts'
export { scan } from './operations/scan.ts'
export type { AskExtras, ServicePage, ServiceSource } from './operations/service-source.ts'
export { type AnsweredPage, digestOf } from './paging/pages.ts'
export { type PagePlace, type Paging, pageNames } from './paging/paging.ts'
export { encodeText, percentEncoded, xmlEscaped } from './request/encode-text.ts'
export {
  type BindExtras,
  bindRequest,
  idempotencyKeyName,
  type RequestTemplate,
  requestNames,
  requestPlaceholders,
  requestTemplate,
  type WrittenRequest,
} from './request/http-request.ts'
export { completeInputs, type Inputs, inputTexts, inputValue } from './request/input-values.ts'
export { type JsonTemplate, jsonBody, jsonNames, jsonTemplate } from './request/json-body.ts'
export { requestDefinition } from './request/request-definition.ts'
export { filled, type Template, template } from './request/template.ts'
