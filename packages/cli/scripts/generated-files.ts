/** Where the generated files stand. */
export const generatedFiles: Readonly<Record<'en' | 'zh' | 'errorsEn' | 'errorsZh' | 'snapshot', URL>> = {
  en: new URL('../../../docs/cli.md', import.meta.url),
  zh: new URL('../../../docs/zh/cli.md', import.meta.url),
  errorsEn: new URL('../../../docs/errors.md', import.meta.url),
  errorsZh: new URL('../../../docs/zh/errors.md', import.meta.url),
  snapshot: new URL('../test/snapshot/commands.snap.json', import.meta.url),
}
