import { connectorCases, connectorDefects, requirements } from '@berth/conformance'

/** The page docs/contract/connector.md, made from the requirements and their cases. */
export function contractPage(): string {
  const ofConnectors = requirements.filter(({ role }) => role === 'connector')
  const clauses = ofConnectors.map(({ id, keyword, level, text }) => {
    const cases = connectorCases.filter((entry) => entry.clause === id).map((entry) => `\`${entry.id}\``)
    return `## ${id}

${text.zh}

${text.en} **${keyword}**, level ${level}. Tried by ${cases.join(', ')}.
`
  })
  return `# 连接器条款 / The clauses of a connector

Made from \`packages/conformance\`; a test keeps both alike. ${ofConnectors.length} clauses, ${connectorCases.length} cases; ${connectorDefects.length} deliberate
defects prove that the cases can fail. A connector runs them with \`describeConformance(connector, { target })\`.

${clauses.join('\n')}`
}
