import type { ErrorDefinition } from '../definition.ts'

/** The codes of this group. */
export type GrantErrorCode =
  | 'GRANT_REVOKED'
  | 'GRANT_SCOPE_EXCEEDED'
  | 'GRANT_LIMIT_REACHED'
  | 'REVOCATIONS_STALE'
  | 'ANSWER_UNPROVEN'

/** Refusals by what a grant is bound to: rows, rates, and whether each side still stands by its word. */
export const grantErrors: Readonly<Record<GrantErrorCode, ErrorDefinition>> = {
  GRANT_REVOKED: {
    action: 'fail',
    origin: 'platform-rule',
    status: 403,
    message: { zh: '共享授权已被平台撤销', en: 'the platform revoked the grant' },
    next: { zh: '向平台重新申请', en: 'apply to the platform for a new one' },
  },
  GRANT_SCOPE_EXCEEDED: {
    action: 'fail',
    origin: 'platform-rule',
    status: 403,
    message: {
      zh: '请求超出授权的行范围：{parameter}',
      en: 'the request is outside the rows that the grant covers: {parameter}',
    },
    next: {
      zh: '只请求授权范围内的行；范围取自请求时，在签名中带上该声明',
      en: 'ask for rows within the grant; where the range comes with the request, sign that claim along',
    },
  },
  GRANT_LIMIT_REACHED: {
    action: 'retry',
    origin: 'platform-rule',
    status: 429,
    message: { zh: '已达到授权的用量上限 {problem}', en: 'the grant is used up for now: {problem}' },
    next: {
      zh: '{seconds} 秒后重试，或申请更高的上限',
      en: 'try again in {seconds} seconds, or apply for a higher limit',
    },
  },
  ANSWER_UNPROVEN: {
    action: 'fail',
    origin: 'remote-department',
    status: 502,
    message: {
      zh: '业务系统 {system} 的应答不能证明出自其本身：{problem}',
      en: 'the answer of {system} is not proven to be its own: {problem}',
    },
    next: {
      zh: '让该部门核对代理的密钥与登记的是否一致，并查沿途是否有人改写应答',
      en: 'have the department compare the key of its agent with the one registered, and look for what rewrites answers on the way',
    },
  },
  REVOCATIONS_STALE: {
    action: 'retry',
    origin: 'network',
    status: 503,
    message: {
      zh: '撤销名单取自 {asOf}，已超过允许的时限，暂不能确认授权仍然有效',
      en: 'the list of revoked grants is of {asOf}, older than allowed: no grant can be relied on',
    },
    next: { zh: '恢复本机到平台的连接', en: 'restore the connection from this machine to the platform' },
  },
}
