import { errorCatalogue } from '@berth/core'

const origins: Readonly<Record<string, readonly [string, string]>> = {
  configuration: ['对接配置', 'the docking’s configuration'],
  'department-system': ['部门业务系统', 'the department’s system'],
  network: ['网络', 'the network'],
  gateway: ['网关', 'the gateway'],
  'platform-rule': ['平台规则', 'a rule of the platform'],
  'remote-department': ['对方部门', 'the other department'],
  caller: ['调用方', 'the caller'],
  data: ['数据', 'the data'],
  kit: ['Berth 本身', 'Berth itself'],
}

const actions: Readonly<Record<string, readonly [string, string]>> = {
  retry: ['可重试', 'try again'],
  fail: ['须先改正', 'change something first'],
  skip: ['跳过此条', 'this row alone'],
  'unknown-outcome': ['结果未知', 'outcome unknown'],
}

/** The page docs/errors.md, made from the catalogue. */
export function errorsPage(): string {
  const head = `# 错误代码 / Error codes

Made from the catalogue in \`packages/core/src/errors\`; a test keeps both alike. \`{...}\` stands for a name, a position, a length
or a native code: never for a value of the data. Codes are stable within a major version of the contract.
`
  const entries = Object.entries(errorCatalogue)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([code, { action, origin, status, message, next }]) => {
      const [originZh, originEn] = origins[origin] ?? [origin, origin]
      const [actionZh, actionEn] = actions[action] ?? [action, action]
      return `## ${code}

${message.zh}。${message.en}.

- 归属 / whose: ${originZh} / ${originEn} · 处置 / action: ${actionZh} / ${actionEn} · HTTP ${status}
- 下一步：${next.zh}。
- Next: ${next.en}.
`
    })
  return [head, ...entries].join('\n')
}
