/** Texts that a script, or the tool that runs it, may take for more than a text. NUL is left out: few systems hold it. */
export const controlTexts: readonly string[] = [
  "it''s",
  "'",
  '"quoted"',
  'back\\slash\\',
  "\\'; --",
  'semicolon; BEGIN; END;',
  'line\r\nfeed\nreturn\r',
  'two\n\nlines\n/\ngo\n.\n',
  '$(name) &name :name @name #name',
  '-- comment /* and */ another',
  '张三😀𠮷',
  ' \u{3000}\u{a0}',
  '\u{1}\u{2}\b\u{b}\u{c}\u{1b}\u{1f}\u{7f}',
  '\u{85}\u{2028}\u{feff}',
  '$$ $a$ {fn x} ^ ~ `tick`',
]
