import type { ErrorDefinition } from '../definition.ts'

/** The codes of this group. */
export type SoapErrorCode =
  | 'ENVELOPE_INVALID'
  | 'ENVELOPE_VERSION_UNKNOWN'
  | 'HEADER_NOT_UNDERSTOOD'
  | 'CREDENTIALS_MISSING'
  | 'CREDENTIALS_BLOCKED'

/** Refusals of the SOAP service: what came is no envelope it takes, or nobody it knows. */
export const soapErrors: Readonly<Record<SoapErrorCode, ErrorDefinition>> = {
  ENVELOPE_INVALID: {
    action: 'fail',
    origin: 'caller',
    status: 400,
    message: {
      zh: 'SOAP 报文第 {line} 行第 {column} 列不合规定：{problem}',
      en: 'the SOAP envelope is not valid at line {line}, column {column}: {problem}',
    },
    next: { zh: '按 WSDL 改正报文', en: 'correct it as the WSDL describes' },
  },
  ENVELOPE_VERSION_UNKNOWN: {
    action: 'fail',
    origin: 'caller',
    status: 400,
    message: { zh: '报文既不是 SOAP 1.1，也不是 SOAP 1.2', en: 'the envelope is neither SOAP 1.1 nor SOAP 1.2' },
    next: {
      zh: '使用 WSDL 中两个端口之一的命名空间',
      en: 'use the namespace of one of the two ports in the WSDL',
    },
  },
  HEADER_NOT_UNDERSTOOD: {
    action: 'fail',
    origin: 'caller',
    status: 400,
    message: {
      zh: '报文头 {element} 要求必须处理，而此服务不支持',
      en: 'the header {element} must be understood, and this service does not know it',
    },
    next: {
      zh: '去掉该报文头；登录只用 WS-Security UsernameToken',
      en: 'leave it out; a login is a WS-Security UsernameToken and nothing more',
    },
  },
  CREDENTIALS_MISSING: {
    action: 'fail',
    origin: 'caller',
    status: 401,
    message: { zh: '请求没有登录凭据', en: 'the request carries no credentials' },
    next: {
      zh: '在报文头中附 WS-Security UsernameToken',
      en: 'put a WS-Security UsernameToken in the header of the envelope',
    },
  },
  CREDENTIALS_BLOCKED: {
    action: 'retry',
    origin: 'caller',
    status: 429,
    message: {
      zh: '此处登录失败过多，{seconds} 秒内不再受理',
      en: 'too many logins from here failed; none is taken for {seconds} seconds',
    },
    next: {
      zh: '等候后用正确的口令再试；并核对是否有他人在猜口令',
      en: 'wait, then use the right password; find out whether somebody is guessing it',
    },
  },
}
