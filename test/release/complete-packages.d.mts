export function completePackages(tree: string, environment?: Readonly<Record<string, string | undefined>>): void
