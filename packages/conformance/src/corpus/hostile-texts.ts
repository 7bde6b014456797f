/** Texts that do harm where a value is pasted into a statement, a pattern, XML or a path (LKP-1). */
export const hostileTexts: readonly string[] = [
  "' OR '1'='1",
  "' OR 1=1 --",
  "'; DROP TABLE KIT; --",
  '" OR ""="',
  "') UNION SELECT * FROM KIT --",
  "\\' OR 1=1 --",
  "'||(SELECT 1)||'",
  '＇ OR 1=1', // a full-width quotation mark, which some charsets fold to a plain one
  "縗' OR 1=1", // GBK BF 5C: its second byte is a backslash
  '%',
  '_',
  '?',
  ':1',
  '$1',
  '@p0',
  '{env:HOME}',
  '</key><key>',
  '&amp;',
  '../../etc/passwd',
  'NULL',
  "x'/*",
  '*/',
]
