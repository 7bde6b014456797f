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
  '許功蓋', // Big5: the second byte of each is a backslash
  "誠' OR 1=1 --", // Big5 B8 DB, and a quotation mark behind a character that ends like one
  '\u{2bc} OR 1=1', // a letter that some servers turn into a quotation mark
  '张三；DROP TABLE KIT；——',
  '“张三” OR ‘1’＝‘1’',
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
