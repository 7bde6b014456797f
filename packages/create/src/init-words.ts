/** The words of `berth init`: installed and drafted unless the person says otherwise, for the last of two words counts. */
export function initWords(words: readonly string[]): string[] {
  return ['init', '--install', '--discover', ...words]
}
