const marks: ReadonlySet<string> = new Set([
  'secret',
  'top secret',
  'confidential',
  'classified',
  'state secret',
  '涉密',
  '国家秘密',
  '绝密',
  '机密',
  '秘密',
  '绝密级',
  '机密级',
  '秘密级',
])

/** Whether a grade or a category marks state secrets, which this software does not carry (MAN-3). */
export function marksStateSecret(value: unknown): value is string {
  return (
    typeof value === 'string' &&
    marks.has(
      value
        .trim()
        .toLowerCase()
        .replaceAll(/[\s_-]+/g, ' '),
    )
  )
}
