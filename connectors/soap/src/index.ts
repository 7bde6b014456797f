import { type Connector, defineConnector } from '@berth/core'
import { manifest } from './manifest.ts'
import type { SoapOptions } from './options.ts'
import { openSoap } from './session.ts'

/** Docks a SOAP service by its WSDL and what a docking writes of its operations. */
export const connector: Connector<SoapOptions> = defineConnector<SoapOptions>({ manifest, open: openSoap })

export { manifest } from './manifest.ts'
export type { SoapOptions } from './options.ts'
