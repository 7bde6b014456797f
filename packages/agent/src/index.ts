export type {
  Answer,
  CatalogueEntry,
  Delivered,
  Enrolment,
  Published,
  ReceiptReference,
  Submitted,
} from './platform-client/answers.ts'
export {
  type Delivery,
  type PlatformCallOptions,
  PlatformClient,
  type PlatformClientOptions,
} from './platform-client/platform-client.ts'
