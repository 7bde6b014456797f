import type { TargetPlatform } from './target-platform.ts'

/** The version of the form of a bundle. An installer refuses others. */
export const bundleFormat = 1

/** Where things lie in an unpacked bundle and, the same, in an installed version. */
export const bundlePlaces = {
  facts: 'bundle.json',
  sums: 'SHA256SUMS',
  signature: 'SHA256SUMS.jws',
  key: 'SHA256SUMS.jwk',
  docking: 'docking',
  packages: 'node_modules',
  bill: 'sbom.cdx.json',
  command: 'node_modules/@berth/cli/bin/run.js',
} as const

/** Node of a bundle, and what it needs of the machine. */
export interface BundledNode {
  /** `24.21.0` */
  readonly version: string
  /** In hexadecimal, of the program itself. */
  readonly sha256: string
  /** The least glibc that the program asks for: `2.28`. Absent on Windows. */
  readonly glibc?: string
  /** The least GLIBCXX of libstdc++ that it asks for: `3.4.25`. Absent on Windows. */
  readonly glibcxx?: string
}

/** `bundle.json`: what a bundle is. */
export interface BundleFacts {
  readonly berthBundle: typeof bundleFormat
  /** Made of the docking's version and of the digest of everything in the bundle: the same content has the same id. */
  readonly id: string
  readonly system: string
  readonly title: string
  /** `version` of the manifest. */
  readonly version: string
  readonly platform: TargetPlatform
  readonly node: BundledNode
  /** Of `berth.yaml`. */
  readonly manifest: string
  /** `name@version`, in the order of names. */
  readonly packages: readonly string[]
}

/** Where Node lies in a bundle for this platform. */
export function nodePlace(platform: string): string {
  return platform.startsWith('win32') ? 'runtime/node.exe' : 'runtime/bin/node'
}
