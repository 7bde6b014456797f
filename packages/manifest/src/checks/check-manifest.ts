import { checkConnection } from './check-connection.ts'
import type { CheckContext } from './check-context.ts'
import { checkOperation } from './check-operation.ts'
import { checkResource } from './check-resource.ts'
import { checkSecurity } from './check-security.ts'
import { checkSoap } from './check-soap.ts'
import { checkSystem } from './check-system.ts'

/** Checks everything that a schema cannot say. */
export function checkManifest(context: CheckContext): void {
  const { connections, resources, operations } = context.manifest
  checkSystem(context)
  checkSoap(context)
  checkSecurity(context)
  for (const [id, connection] of Object.entries(connections ?? {})) checkConnection(context, id, connection ?? {})
  for (const [id, resource] of Object.entries(resources ?? {})) checkResource(context, id, resource ?? {})
  for (const [id, operation] of Object.entries(operations ?? {})) checkOperation(context, id, operation ?? {})
}
