import { readFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { BerthError } from '@berth/core'
import { checkManifest } from './checks/check-manifest.ts'
import { deprecationFindings } from './deprecations/deprecation-findings.ts'
import type { Finding } from './findings.ts'
import type { DockingManifest } from './model.ts'
import { normaliseManifest } from './normalise/normalise-manifest.ts'
import { type FindingCollector, findingCollector } from './rules/finding-collector.ts'
import { structureFindings } from './schema/structure-findings.ts'
import { decodeSource } from './source/decode-source.ts'
import { type ManifestSource, manifestSource } from './source/manifest-source.ts'
import { syntaxFindings } from './source/syntax-findings.ts'
import type { WrittenManifest } from './source/written-manifest.ts'

/** What came of reading a manifest. */
export interface LoadResult {
  /** Absent when any finding is an error. */
  readonly manifest?: DockingManifest
  /** Everything found, in the order of the text. Empty: nothing is wrong or doubtful. */
  readonly findings: readonly Finding[]
  /** The text, and where everything in it stands. */
  readonly source: ManifestSource
}

/** Reads a `berth.yaml`. Rejects with `MANIFEST_MISSING` when there is no such file; what is wrong in it are findings. */
export async function loadManifest(path: string): Promise<LoadResult> {
  let bytes: Uint8Array
  try {
    bytes = await readFile(path)
  } catch (cause) {
    throw new BerthError('MANIFEST_MISSING', { file: path }, { cause })
  }
  return parseManifestBytes(bytes, { file: path, folder: dirname(resolve(path)) })
}

/** Reads the bytes of a manifest that was kept elsewhere, as `loadManifest` reads those of a file. */
export function parseManifestBytes(
  bytes: Uint8Array,
  { file, folder }: { readonly file: string; readonly folder: string },
): LoadResult {
  const decoded = decodeSource(bytes)
  if ('text' in decoded) return result(manifestSource(file, decoded.text, bytes), folder)
  const source = manifestSource(file, '', bytes)
  const collector = findingCollector(source)
  const rule = { gb18030: 'MAN-101', 'utf-16': 'MAN-102', 'not-utf-8': 'MAN-103' } as const
  collector.reportAt(rule[decoded.problem], decoded, { offset: decoded.offset })
  return { findings: collector.findings(), source }
}

/** Reads the text of a manifest. `file` is what findings name; `folder` is where its relative paths start. */
export function parseManifest(text: string, place: { readonly file: string; readonly folder: string }): LoadResult {
  return result(manifestSource(place.file, text.replace(/^\uFEFF/, ''), new TextEncoder().encode(text)), place.folder)
}

/**
 * Reads a `berth.yaml` that is to be used. Rejects with `MANIFEST_MISSING` when there is no such file and with
 * `MANIFEST_INVALID` when anything in it is wrong.
 */
export async function requireManifest(path: string): Promise<DockingManifest> {
  const { manifest, findings } = await loadManifest(path)
  if (manifest !== undefined) return manifest
  const count = findings.filter(({ severity }) => severity === 'error').length
  throw new BerthError('MANIFEST_INVALID', { file: path, count })
}

function result(source: ManifestSource, folder: string): LoadResult {
  const collector = findingCollector(source)
  const written = check(source, collector)
  const findings = collector.findings()
  if (written === undefined || findings.some(({ severity }) => severity === 'error')) return { findings, source }
  return { manifest: normaliseManifest(written, source.digest, folder), findings, source }
}

/** What is written, as far as it is right. Without findings of severity error it is whole. */
function check(source: ManifestSource, collector: FindingCollector): WrittenManifest | undefined {
  const data = syntaxFindings(source, collector)
  if (data === undefined) return undefined
  const manifest = structureFindings(source, data, collector)
  checkManifest({ manifest, collector })
  deprecationFindings(source, collector)
  return manifest as WrittenManifest
}
