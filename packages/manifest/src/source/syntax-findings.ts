import { isAlias, isMap, isScalar, type Node, type Pair, visit, type YAMLError } from 'yaml'
import type { FindingCollector } from '../rules/finding-collector.ts'
import { shown } from '../schema/likely-value.ts'
import type { ManifestSource, Position } from './manifest-source.ts'
import { shownKey } from './path.ts'
import { syntaxProblem } from './syntax-problem.ts'

/**
 * Reports what is wrong with the YAML. Returns the data, or undefined when the text cannot be understood: one fault of
 * syntax makes a parser stumble over much that is right, so only the first is reported then.
 */
export function syntaxFindings(source: ManifestSource, collector: FindingCollector): unknown {
  const { document } = source
  const errors = [...document.errors].sort((left, right) => left.pos[0] - right.pos[0])
  const first = errors.find((error) => !harmless.has(error.code))
  const tab = errors.find((error) => error.code === 'TAB_AS_INDENT')
  if (tab !== undefined) reportTabs(source, collector, tab)
  if (first !== undefined) {
    if (tab === undefined) reportSyntax(source, collector, first)
    return undefined
  }
  for (const error of errors) if (error.code !== 'TAB_AS_INDENT') reportSyntax(source, collector, error)
  if (document.contents === null) {
    collector.reportAt('MAN-104', { line: 1, column: 1 })
    return undefined
  }
  return reportNodes(source, collector) ? dataOf(source, collector) : undefined
}

/** The parser understands what stands there all the same. */
const harmless: ReadonlySet<string> = new Set(['TAB_AS_INDENT', 'BAD_SCALAR_START'])

function reportSyntax(source: ManifestSource, collector: FindingCollector, error: YAMLError): void {
  const position = source.positionAt(error.pos[0])
  const line = source.text.split('\n', position.line)[position.line - 1] ?? ''
  const reference = /[{[].*[^"'](\$\{\w+:[\w.-]+\})/.exec(line)?.[1]
  const colon = fullWidthColon(source, position.line)
  if (error.code === 'MULTIPLE_DOCS') collector.reportAt('MAN-108', position)
  else if (error.code === 'BAD_SCALAR_START') {
    collector.reportAt('MAN-111', position)
  } else if (reference !== undefined) {
    const column = [...line.slice(0, line.indexOf(reference))].length + 1
    collector.reportAt('MAN-112', { line: position.line, column }, { reference })
  } else if (colon !== undefined) collector.reportAt('MAN-113', colon.position, { key: colon.key })
  else collector.reportAt('MAN-106', position, { problem: syntaxProblem(error.code) })
}

/** A key with a full-width colon on the line, or on the one above, where the parser may still have hoped. */
function fullWidthColon(source: ManifestSource, line: number): { key: string; position: Position } | undefined {
  const lines = source.text.split('\n', line)
  for (const at of [line, line - 1]) {
    const [, blanks = '', key] = /^( *)([A-Za-z][\w-]*)\s*：/.exec(lines[at - 1] ?? '') ?? []
    if (key !== undefined) return { key, position: { line: at, column: blanks.length + 1 } }
  }
  return undefined
}

/** One finding for all lines that are indented by tabs. */
function reportTabs(source: ManifestSource, collector: FindingCollector, error: YAMLError): void {
  const lines = source.text.split('\n').flatMap((line, index) => {
    const blanks = /^( *)\t\s*[^\s#]/.exec(line)?.[1]
    return blanks === undefined ? [] : [{ line: index + 1, column: blanks.length + 1 }]
  })
  const count = Math.max(1, lines.length)
  collector.reportAt('MAN-105', lines[0] ?? source.positionAt(error.pos[0]), { count })
}

/** Reports tags, repeated keys, merge keys and aliases to nothing. Returns false when the data cannot be had. */
function reportNodes(source: ManifestSource, collector: FindingCollector): boolean {
  let complete = true
  const place = (node: Node): Position => source.positionAt(node.range?.[0] ?? 0)
  visit(source.document, {
    Node(_key, node) {
      if (isAlias(node)) {
        if (node.resolve(source.document) === undefined) {
          complete = false
          collector.reportAt('MAN-109', place(node))
        }
      } else if (node.tag?.startsWith('tag:yaml.org,2002:') === false || (isScalar(node) && node.tag !== undefined)) {
        collector.reportAt('MAN-110', place(node), { what: tag })
      }
      if (isMap(node) && !reportKeys(node.items, collector, place)) complete = false
    },
  })
  return complete
}

function reportKeys(pairs: readonly Pair[], collector: FindingCollector, place: (node: Node) => Position): boolean {
  const seen = new Set<unknown>()
  for (const { key } of pairs) {
    if (!isScalar(key)) continue
    if (seen.has(key.value)) collector.reportAt('MAN-107', place(key), { key: shown(shownKey(String(key.value))) })
    seen.add(key.value)
    if (key.value === '<<') collector.reportAt('MAN-110', place(key), { what: mergeKey })
  }
  return !seen.has('<<')
}

const tag = { zh: '标签（!）', en: 'tags (!)' }
const mergeKey = { zh: '合并键 <<', en: 'the merge key <<' }

function dataOf(source: ManifestSource, collector: FindingCollector): unknown {
  try {
    return source.document.toJS({ maxAliasCount: 5_000 })
  } catch {
    let offset = 0
    visit(source.document, {
      Alias(_key, node) {
        offset = node.range?.[0] ?? 0
        return visit.BREAK
      },
    })
    collector.reportAt('MAN-109', source.positionAt(offset))
    return undefined
  }
}
