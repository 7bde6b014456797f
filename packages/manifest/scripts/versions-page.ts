import type { Language } from '@berth/core'
import { changeRules } from '../src/index.ts'

const words = {
  en: {
    introduction: `# Versions of a docking

[中文](zh/versions.md). Made by \`npm run generate -w packages/manifest\`; the table comes from the rules.

Others rely on a docking: consumers ask its resources, submit to its operations, read its files and tables. \`berth diff\` says of every
change of \`berth.yaml\` what it asks of them (VER-2):

| class | | what declares it |
|---|---|---|
| \`patch\` | they notice nothing | any version that is not lower |
| \`compatible\` | what they do goes on, and there is something to know | a higher second number, 1.4.0 → 1.5.0 |
| \`breaking\` | something that worked is refused, gone, or means something else | a higher first number, 1.4.0 → 2.0.0 |

\`\`\`yaml
version: 1.4.0
\`\`\`

A docking without a version counts as 0.0.0: the first version declares whatever changed with it. A version that goes back, or is taken
away, declares nothing. Where no version helps, \`--allow breaking\` lets a change pass, for that one run.

What *lets more out* (a lower grade, a further purpose, a higher clearance of an exit) breaks nobody and still is never a patch: it is
marked and counted, for whoever answers for security.

## In daily work

<!-- run: elsewhere, by packages/cli/test/diff/diff.journey.test.ts -->
\`\`\`sh
berth diff git:HEAD                                   # since the last commit
berth diff git:origin/main --json                     # in continuous integration: exit code 1 when something is not declared
berth diff platform                                   # against what is published, before publishing
berth diff git:v1.4.0 --grants grants.json            # with the consumers that each change concerns
berth diff old/berth.yaml new/berth.yaml
\`\`\`

Whom a change concerns comes from the grants that hold: a file as \`GET /api/admin/grants\` of the platform answers it, or the platform
itself with \`--platform URL\` and its administrator's token in the secret \`PLATFORM_ADMIN_TOKEN\`. A higher grade concerns those whose clearance is
below it, a purpose those who hold it, a question those granted all its items.

What was published tells less than a file: no columns, no format of files, no clearance of exits, no address of the agent. Compared with \`platform\`, changes of
those are not seen.

The class is that of what consumers can rely on, not of the records: whether a column read otherwise still holds the same values, only the
system knows. Such changes are \`compatible\`, to be looked at. A place that no rule knows is taken for breaking.
`,
    rules: '## Rules',
    head: '| id | class | | what changed |',
    loosens: 'lets more out',
    classes: { patch: 'patch', compatible: 'compatible', breaking: 'breaking' },
  },
  zh: {
    introduction: `# 对接的版本

[English](../versions.md)。由 \`npm run generate -w packages/manifest\` 生成，表格来自规则。

别人依赖一个对接：使用方查询它的资源，向它的操作提交，读取它的文件与表。\`berth diff\` 说明 \`berth.yaml\` 的每处变更对他们意味着什么（VER-2）：

| 级别 | | 怎样声明 |
|---|---|---|
| \`patch\` 无感 | 使用方察觉不到 | 版本不降低即可 |
| \`compatible\` 兼容 | 原来的用法照常，但有须知之处 | 第二位升高，1.4.0 → 1.5.0 |
| \`breaking\` 不兼容 | 原来可用的被拒绝、消失，或含义不同 | 第一位升高，1.4.0 → 2.0.0 |

\`\`\`yaml
version: 1.4.0
\`\`\`

没有写版本的对接视为 0.0.0：第一个版本即声明了与它一同出现的变更。版本降低或被删去，则什么也没有声明。版本不足以说明时，用
\`--allow breaking\` 放行这一次。

*放宽*（降低分级、增加用途、提高出口级别）不影响任何使用方，但从不算无感：它另有标记与计数，供安全负责人过目。

## 日常使用

<!-- run: elsewhere, by packages/cli/test/diff/diff.journey.test.ts -->
\`\`\`sh
berth diff git:HEAD                                   # 上次提交以来
berth diff git:origin/main --json                     # 持续集成：有未声明的变更时退出码为 1
berth diff platform                                   # 发布之前，与已发布的比较
berth diff git:v1.4.0 --grants grants.json            # 指出每处变更涉及的使用方
berth diff old/berth.yaml new/berth.yaml
\`\`\`

涉及哪些使用方，取自仍有效的授权：平台 \`GET /api/admin/grants\` 的答复存成的文件，或用 \`--platform URL\` 直接问平台，管理员令牌放在密钥
\`PLATFORM_ADMIN_TOKEN\` 中。分级升高只涉及许可级别不够的，用途只涉及持有该用途的，查询只涉及获准其全部数据项的。

已发布的内容比文件少：没有列、文件格式、出口级别与代理地址。与 \`platform\` 比较时看不到这些变更。

级别说的是使用方所能依赖的，不是数据本身：列换一种读法后取值是否相同，只有业务系统知道。这类变更算 \`compatible\`，须人工核对。没有规则判断的
地方按不兼容处理。
`,
    rules: '## 规则',
    head: '| 编号 | 级别 | | 变更 |',
    loosens: '放宽',
    classes: { patch: '无感', compatible: '兼容', breaking: '不兼容' },
  },
} as const

/** The text of docs/versions.md in one language. */
export function versionsPage(language: Language): string {
  const word = words[language]
  const rows = Object.entries(changeRules).map(([id, rule]) => {
    const loosens = rule.loosens === true ? word.loosens : ''
    return `| ${id} | ${word.classes[rule.class]} | ${loosens} | ${rule[language]} |`
  })
  return [word.introduction, word.rules, '', word.head, '|---|---|---|---|', ...rows, ''].join('\n')
}
