import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('../../', import.meta.url))

/** One workspace package: where it is and what its package.json says. */
export interface WorkspacePackage {
  readonly kind: 'packages' | 'connectors'
  readonly folder: string
  readonly name: string
  readonly manifest: {
    readonly name: string
    readonly dependencies?: Readonly<Record<string, string>>
    readonly peerDependencies?: Readonly<Record<string, string>>
    readonly exports?: unknown
    readonly [key: string]: unknown
  }
}

export const workspacePackages: readonly WorkspacePackage[] = (['packages', 'connectors'] as const).flatMap((kind) =>
  readdirSync(path.join(root, kind)).map((folder) => {
    const manifest = JSON.parse(
      readFileSync(path.join(root, kind, folder, 'package.json'), 'utf8'),
    ) as WorkspacePackage['manifest']
    return { kind, folder, name: manifest.name, manifest }
  }),
)

/** The TypeScript files below a folder of the repository, as paths from its root. */
export function typescriptFiles(folder: string): string[] {
  return readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !/(?:^|\/)(?:node_modules|dist|fixtures|\.work)\//.test(file))
    .map((file) => path.posix.join(folder, file))
}

export function lines(file: string): string[] {
  return readFileSync(path.join(root, file), 'utf8').trimEnd().split('\n')
}

/** What a file imports, types included. */
export function imports(file: string): string[] {
  const text = readFileSync(path.join(root, file), 'utf8')
  const found = text.matchAll(
    /(?:^|\n)\s*(?:import|export)\b[^'"\n;]*?(?:\{[^}]*\}[^'"\n;]*?)?from\s+['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]\s*\)|(?:^|\n)import\s+['"]([^'"]+)['"]/g,
  )
  return [...found].map((match) => match[1] ?? match[2] ?? match[3] ?? '')
}
