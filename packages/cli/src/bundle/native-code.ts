/** The code of an error of the operating system: `ENOENT`. */
export function nativeCode(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'UNKNOWN'
}
