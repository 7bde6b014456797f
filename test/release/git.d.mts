export function git(folder: string, ...words: readonly string[]): string
