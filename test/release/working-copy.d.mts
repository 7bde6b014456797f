export function workingCopy(folder: string, below?: readonly string[]): void
