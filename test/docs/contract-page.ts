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
import type { Language } from '@berth/core'

type Both = Readonly<Record<Language, string>>

interface RolePage {
  readonly title: Both
  readonly how: Both
  readonly cases: readonly { readonly id: string; readonly clause: string }[]
  readonly defects: number
}

const pages: Readonly<Record<Role, RolePage>> = {
  connector: {
    title: { zh: '连接器条款', en: 'The clauses of a connector' },
    how: {
      zh: '连接器用 `describeConformance(connector, { target })` 运行。',
      en: 'A connector runs them with `describeConformance(connector, { target })`.',
    },
    cases: connectorCases,
    defects: connectorDefects.length,
  },
  docking: {
    title: { zh: '对接条款', en: 'The clauses of a docking' },
    how: {
      zh: '对接用 `berth check --live` 运行，见[检验一个对接](../docking-check.md)。',
      en: 'A docking runs them with `berth check --live`: see [how](../docking-check.md).',
    },
    cases: dockingCases,
    defects: dockingDefects.length,
  },
  platform: {
    title: { zh: '平台条款', en: 'The clauses of a platform' },
    how: {
      zh: '平台用 `berth check --platform URL` 检验，见[检验一个平台](../platform-check.md)。',
      en: 'A platform is tried with `berth check --platform URL`: see [how](../platform-check.md).',
    },
    cases: platformCases,
    defects: platformDefects.length,
  },
}

/** The roles that have a page each, docs/contract/<role>.md. */
export const contractRoles: readonly Role[] = ['connector', 'docking', 'platform']

const words = {
  en: {
    twin: (role: Role) => `[中文](../zh/contract/${role}.md)`,
    made: (clauses: number, cases: number, defects: number) =>
      `Made from \`packages/conformance\`; a test keeps both alike. ${clauses} clauses, ${cases} cases; ${defects} deliberate\ndefects prove that the cases can fail.`,
    level: 'level',
    tried: 'Tried by',
    notTried: 'Not tried:',
    end: '.',
    levels: { basic: 'basic', standard: 'standard', full: 'full' },
  },
  zh: {
    twin: (role: Role) => `[English](../../contract/${role}.md)`,
    made: (clauses: number, cases: number, defects: number) =>
      `由 \`packages/conformance\` 生成，有测试保证一致。${clauses} 条，${cases} 个用例；${defects} 个故意的缺陷证明用例确实会不通过。`,
    level: '等级：',
    tried: '用例：',
    notTried: '没有用例：',
    end: '。',
    levels: { basic: '基本级', standard: '标准级', full: '完全级' },
  },
} as const

/** The page of a role in a language, made from the requirements and their cases. */
export function contractPage(role: Role, language: Language): string {
  const { title, how, cases, defects } = pages[role]
  const said = words[language]
  const between = language === 'zh' ? '' : ' '
  const ofRole = requirements.filter((requirement) => requirement.role === role)
  const clauses = ofRole.map(({ id, keyword, level, text, notTested }) => {
    const tried = cases.filter((entry) => entry.clause === id).map((entry) => `\`${entry.id}\``)
    const trying =
      notTested === undefined
        ? `${said.tried}${between}${tried.join(language === 'zh' ? '、' : ', ')}${said.end}`
        : `${said.notTried}${between}${notTested[language]}`
    return `## ${id}

${text[language]}

**${keyword}**${language === 'zh' ? '，' : ', '}${said.level}${between}${said.levels[level]}${said.end}${between}${trying}
`
  })
  return `# ${title[language]}

${said.twin(role)}

${said.made(ofRole.length, cases.length, defects)}${between}${how[language]}

${clauses.join('\n')}`
}
