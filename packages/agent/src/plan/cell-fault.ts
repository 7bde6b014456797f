import type { ErrorCode } from '@berth/core'

/** Why a cell has no place in its item: the code that a reject or a warning carries. */
export type CellFaultCode = Extract<
  ErrorCode,
  'VALUE_INVALID' | 'VALUE_TOO_LONG' | 'VALUE_LOSS' | 'VALUE_MISSING' | 'CODE_UNKNOWN' | 'ELEMENT_CHECK_FAILED'
>

/** What reading a cell gives instead of a value. A symbol, because no value is one and it costs no allocation. */
export type CellFault = symbol

export const invalid: CellFault = Symbol('VALUE_INVALID' satisfies CellFaultCode)
export const tooLong: CellFault = Symbol('VALUE_TOO_LONG' satisfies CellFaultCode)
export const loss: CellFault = Symbol('VALUE_LOSS' satisfies CellFaultCode)
export const missing: CellFault = Symbol('VALUE_MISSING' satisfies CellFaultCode)
export const unknownCode: CellFault = Symbol('CODE_UNKNOWN' satisfies CellFaultCode)
export const elementFailed: CellFault = Symbol('ELEMENT_CHECK_FAILED' satisfies CellFaultCode)

/** The code of a fault. */
export function faultCode(fault: CellFault): CellFaultCode {
  return fault.description as CellFaultCode
}
