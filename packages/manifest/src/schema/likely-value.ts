import { isAlias, isScalar } from 'yaml'
import { nearest } from '../notation/nearest.ts'
import type { ManifestSource } from '../source/manifest-source.ts'
import type { Path } from '../source/path.ts'
import type { JsonSchema } from './json-schema.ts'
import { kindOf } from './kind.ts'

/** Words that are used for choices of the manifest. */
const synonyms: Readonly<Record<string, string>> = {
  重要: 'important',
  核心: 'core',
  无条件: 'unconditional',
  无条件共享: 'unconditional',
  有条件: 'conditional',
  有条件共享: 'conditional',
  不予共享: 'none',
  实时: 'realtime',
  每日: 'daily',
  每天: 'daily',
  每周: 'weekly',
  每月: 'monthly',
  每季度: 'quarterly',
  每年: 'yearly',
  不定期: 'irregular',
  自然人: 'person',
  法人: 'organisation',
  organization: 'organisation',
  company: 'organisation',
  cursor: 'column',
  jsonl: 'ndjson',
  json: 'ndjson',
  'json-lines': 'ndjson',
  excel: 'xlsx',
  xls: 'xlsx',
  dbase: 'dbf',
  foxpro: 'dbf',
  txt: 'fixed-width',
}

/** The choice that a value was most likely meant to be. */
export function likelyChoice(value: unknown, allowed: readonly string[]): string | undefined {
  const text = String(value).trim()
  const synonym = Object.hasOwn(synonyms, text.toLowerCase()) ? synonyms[text.toLowerCase()] : undefined
  if (synonym !== undefined && allowed.includes(synonym)) return synonym
  return allowed.includes(text) ? text : nearest(text, allowed)
}

/** How a value of the wrong kind was most likely meant. Options are left out, for they may hold secrets (SEC-3). */
export function likelyText(source: ManifestSource, path: Path, type: JsonSchema['type'] = []): string | undefined {
  if (path.includes('options')) return undefined
  let node: unknown = source.document.getIn(path, true)
  if (isAlias(node)) node = node.resolve(source.document)
  if (!isScalar(node) || node.source === undefined) return undefined
  const kind = kindOf(node.value)
  const takes = (wanted: string): boolean => type === wanted || (Array.isArray(type) && type.includes(wanted))
  const written = shown(node.source)
  if (takes('string')) return JSON.stringify(written)
  if (takes('array') && kind === 'string') return `[${written}]`
  if ((takes('integer') || takes('number')) && /^\d+$/.test(written)) return written
  if (takes('boolean') && /^(?:yes|y|true|on|1|是)$/i.test(written)) return 'true'
  if (takes('boolean') && /^(?:no|n|false|off|0|否)$/i.test(written)) return 'false'
  return undefined
}

/** The key that was meant where YAML took a colon and a value into it: a blank is missing, or the colon is full-width. */
export function keyBeforeColon(key: string): string | undefined {
  return /^([\w-]+)\s*[:：]/.exec(key)?.[1]
}

/** A text short enough for a message. */
export function shown(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ')
  return line.length > 40 ? `${line.slice(0, 39)}…` : line
}
