import type { BerthError } from '@berth/core'

/** Who can put it right: the department's developer, its database administrator, who runs the network, or the platform. */
export type Owner = 'department' | 'dba' | 'network' | 'platform'

/** Whom to turn to about a problem. */
export function ownerOf(error: BerthError): Owner {
  switch (error.origin) {
    case 'network':
      return 'network'
    case 'gateway':
    case 'platform-rule':
    case 'remote-department':
      return 'platform'
    case 'department-system':
    case 'data':
      return 'dba'
    default:
      return 'department'
  }
}
