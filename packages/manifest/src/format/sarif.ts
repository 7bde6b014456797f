import type { Finding } from '../findings.ts'
import { ruleCatalogue } from '../rules/catalogue.ts'

export interface SarifOptions {
  /** The version of the command that found it. */
  readonly version: string
  /** A file's path from the root of the repository, with slashes. @default as it stands in the finding */
  readonly pathOf?: (file: string) => string
}

/**
 * Findings as SARIF 2.1.0, as the code views of GitHub, GitLab and editors read it: each rule with its title, each finding with file, line
 * and column, the message in English with Chinese and the next step behind it.
 */
export function sarifLog(findings: readonly Finding[], { version, pathOf = (file) => file }: SarifOptions): object {
  const ids = [...new Set(findings.map(({ rule }) => rule))].sort((one, other) => (one < other ? -1 : 1))
  return {
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'berth', semanticVersion: version, rules: ids.map(ruleOf) } },
        // Columns are counted in characters, and not in halves of them.
        columnKind: 'unicodeCodePoints',
        originalUriBaseIds: { ROOT: { description: { text: 'The root of the repository.' } } },
        results: findings.map(({ rule, severity, file, line, column, path, message, next }) => ({
          ruleId: rule,
          ruleIndex: ids.indexOf(rule),
          level: severity,
          message: { text: `${message.en}\n${message.zh}\nNext: ${next.en}\n下一步：${next.zh}` },
          locations: [
            {
              physicalLocation: {
                artifactLocation: { uri: encodeURI(pathOf(file)), uriBaseId: 'ROOT' },
                region: { startLine: line, startColumn: column },
              },
              ...(path === '' ? {} : { logicalLocations: [{ fullyQualifiedName: path }] }),
            },
          ],
          partialFingerprints: { 'berth/v1': `${rule}:${path}` },
        })),
      },
    ],
  }
}

function ruleOf(id: string): object {
  const known = Object.entries(ruleCatalogue).find(([rule]) => rule === id)?.[1]
  if (known === undefined) return { id }
  return {
    id,
    shortDescription: { text: known.title.en },
    fullDescription: { text: `${known.title.en} ${known.title.zh}` },
    defaultConfiguration: { level: known.severity },
  }
}
