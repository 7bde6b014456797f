import {
  connectorCases,
  connectorDefects,
  dockingCases,
  dockingDefects,
  platformCases,
  platformDefects,
  type Role,
  requirements,
} from '@berth/conformance'

interface RolePage {
  readonly title: string
  readonly how: string
  readonly cases: readonly { readonly id: string; readonly clause: string }[]
  readonly defects: number
}

const pages: Readonly<Record<Role, RolePage>> = {
  connector: {
    title: '连接器条款 / The clauses of a connector',
    how: 'A connector runs them with `describeConformance(connector, { target })`.',
    cases: connectorCases,
    defects: connectorDefects.length,
  },
  docking: {
    title: '对接条款 / The clauses of a docking',
    how: 'A docking runs them with `berth check --live`: see [how](../docking-check.md) ([中文](../zh/docking-check.md)).',
    cases: dockingCases,
    defects: dockingDefects.length,
  },
  platform: {
    title: '平台条款 / The clauses of a platform',
    how: 'A platform is tried with `berth check --platform URL`: see [how](../platform-check.md) ([中文](../zh/platform-check.md)).',
    cases: platformCases,
    defects: platformDefects.length,
  },
}

/** The roles that have a page each, docs/contract/<role>.md. */
export const contractRoles: readonly Role[] = ['connector', 'docking', 'platform']

/** The page of a role, made from the requirements and their cases. */
export function contractPage(role: Role): string {
  const { title, how, cases, defects } = pages[role]
  const ofRole = requirements.filter((requirement) => requirement.role === role)
  const clauses = ofRole.map(({ id, keyword, level, text, notTested }) => {
    const tried = cases.filter((entry) => entry.clause === id).map((entry) => `\`${entry.id}\``)
    const trying =
      notTested === undefined ? `Tried by ${tried.join(', ')}.` : `Not tried: ${notTested.en} ${notTested.zh}`
    return `## ${id}

${text.zh}

${text.en} **${keyword}**, level ${level}. ${trying}
`
  })
  return `# ${title}

Made from \`packages/conformance\`; a test keeps both alike. ${ofRole.length} clauses, ${cases.length} cases; ${defects} deliberate
defects prove that the cases can fail. ${how}

${clauses.join('\n')}`
}
