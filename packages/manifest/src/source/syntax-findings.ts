import { isAlias, isMap, isScalar, type Node, visit, type YAMLError } from 'yaml'
import type { FindingCollector } from '../rules/finding-collector.ts'
import type { ManifestSource, Position } from './manifest-source.ts'
import { syntaxProblem } from './syntax-problem.ts'

/**
 * Reports what is wrong with the YAML. Returns the data, or undefined when the text cannot be understood: one fault of
 * syntax makes a parser stumble over much that is right, so only the first is reported then.
 */
export function syntaxFindings(source: ManifestSource, collector: FindingCollector): unknown {
  const { document } = source
  const errors = [...document.errors].sort((left, right) => left.pos[0] - right.pos[0])
  const first = errors.find((error) => !harmless.has(error.code))
  const tabs = errors.length === 0 ? [] : tabbedLines(source.text)
  if (tabs[0] !== undefined) collector.reportAt('MAN-105', tabs[0], { count: tabs.length })
  if (first !== undefined) {
    if (tabs.length === 0) reportSyntax(source, collector, first)
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
const harmless: ReadonlySet<string> = new Set(['TAB_AS_INDENT', 'DUPLICATE_KEY', 'BAD_SCALAR_START'])

function reportSyntax(source: ManifestSource, collector: FindingCollector, error: YAMLError): void {
  const position = source.positionAt(error.pos[0])
  const line = source.text.split('\n', position.line)[position.line - 1] ?? ''
  const reference = /[{[].*[^"'](\$\{\w+:[\w.-]+\})/.exec(line)?.[1]
  if (error.code === 'DUPLICATE_KEY') collector.reportAt('MAN-107', position, { key: keyAt(source, error.pos[0]) })
  else if (error.code === 'MULTIPLE_DOCS') collector.reportAt('MAN-108', position)
  else if (error.code === 'BAD_SCALAR_START') {
    collector.reportAt('MAN-111', position, { character: source.text[error.pos[0]] ?? '' })
  } else if (reference !== undefined) {
    const column = [...line.slice(0, line.indexOf(reference))].length + 1
    collector.reportAt('MAN-112', { line: position.line, column }, { reference })
  } else collector.reportAt('MAN-106', position, { problem: syntaxProblem(error.code) })
}

/** Where lines are indented by tabs. Only of interest when something is wrong: a tab inside a long text is no fault. */
function tabbedLines(text: string): Position[] {
  return text.split('\n').flatMap((line, index) => {
    const blanks = /^( *)\t\s*[^\s#]/.exec(line)?.[1]
    return blanks === undefined ? [] : [{ line: index + 1, column: blanks.length + 1 }]
  })
}

function keyAt(source: ManifestSource, offset: number): string {
  return /^[^:\s,}]*/.exec(source.text.slice(offset, offset + 200))?.[0] ?? ''
}

/** Reports tags, merge keys and aliases to nothing. Returns false when the data cannot be had. */
function reportNodes(source: ManifestSource, collector: FindingCollector): boolean {
  let complete = true
  const place = (node: Node) => source.positionAt(node.range?.[0] ?? 0)
  visit(source.document, {
    Node(_key, node) {
      if (isAlias(node)) {
        if (node.resolve(source.document) === undefined) {
          complete = false
          collector.reportAt('MAN-109', place(node), { alias: `*${node.source}` })
        }
      } else if (node.tag?.startsWith('tag:yaml.org,2002:') === false || (isScalar(node) && node.tag !== undefined)) {
        collector.reportAt('MAN-110', place(node), { what: { zh: `标签 ${node.tag}`, en: `the tag ${node.tag}` } })
      }
      if (isMap(node)) {
        for (const { key } of node.items) {
          if (!isScalar(key) || key.value !== '<<') continue
          collector.reportAt('MAN-110', place(key), { what: { zh: '合并键 <<', en: 'the merge key <<' } })
          complete = false
        }
      }
    },
  })
  return complete
}

function dataOf(source: ManifestSource, collector: FindingCollector): unknown {
  try {
    return source.document.toJS({ maxAliasCount: 100 })
  } catch {
    let offset = 0
    let alias = ''
    visit(source.document, {
      Alias(_key, node) {
        offset = node.range?.[0] ?? 0
        alias = `*${node.source}`
        return visit.BREAK
      },
    })
    collector.reportAt('MAN-109', source.positionAt(offset), { alias })
    return undefined
  }
}
