export type { ClientCertificates, ClientSettings } from './client/client-settings.ts'
export { wasNeverSent } from './client/native-error.ts'
export { ServiceClient } from './client/service-client.ts'
export type { Exchange, ServiceAnswer, ServiceRequest } from './client/service-request.ts'
