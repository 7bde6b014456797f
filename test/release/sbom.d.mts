export function bomOf(root: string, folder: string, versions: Readonly<Record<string, string>>): string
export function bomProblem(text: string): Promise<string | undefined>
