import type { LocalizedText } from '@berth/core'

/** Who most likely has to put a failure right. */
export type Owner =
  | 'connector'
  | 'department'
  | 'system'
  | 'network'
  | 'gateway'
  | 'platform'
  | 'remote-department'
  | 'kit'

/** What an owner is called, and what to do first. */
export interface OwnerWords {
  readonly title: Required<LocalizedText>
  readonly next: Required<LocalizedText>
}

/** Every owner in words. */
export const ownerWords: Readonly<Record<Owner, OwnerWords>> = {
  connector: {
    title: { zh: '连接器作者', en: 'the author of the connector' },
    next: {
      zh: '用重现命令再试一次，按条款修改连接器；版本太旧时先升级连接器。',
      en: 'Run the replay command, and change the connector until it does what the clause says. Where it is not yours: update it, else report this failure.',
    },
  },
  department: {
    title: { zh: '部门的对接开发者', en: 'the developers of the docking' },
    next: {
      zh: '核对 berth.yaml 与连接选项，改正后再检验。',
      en: 'Compare berth.yaml and the options of its connections with what was found, correct them, and check again.',
    },
  },
  system: {
    title: { zh: '业务系统管理员', en: 'the administrators of the legacy system' },
    next: {
      zh: '请业务系统管理员查看该账号的权限、表和日志；berth doctor 会指出是哪一步。',
      en: 'Ask them to look at the rights of the account, at the table and at the log of the system; berth doctor says at which step it fails.',
    },
  },
  network: {
    title: { zh: '网络管理员', en: 'whoever runs the network' },
    next: {
      zh: '用 berth doctor 查看地址、端口和防火墙；网络恢复后再检验。',
      en: 'Look at address, port and firewall with berth doctor, and check again when the line is up.',
    },
  },
  gateway: {
    title: { zh: '网关运维人员', en: 'whoever runs the gateway' },
    next: {
      zh: '把错误码和时间交给网关运维人员，请其查看网关日志。',
      en: 'Give them code and time of the failure, and have them look at the log of the gateway.',
    },
  },
  platform: {
    title: { zh: '平台团队', en: 'the team of the platform' },
    next: {
      zh: '把本报告交给平台团队；重现命令对任何平台地址都可用。',
      en: 'Give them this report: the replay command works against any address of a platform.',
    },
  },
  'remote-department': {
    title: { zh: '对方部门', en: 'the other department' },
    next: { zh: '请对方部门查看其对接的日志。', en: 'Ask them to look at the log of their docking.' },
  },
  kit: {
    title: { zh: 'Berth 套件', en: 'Berth itself' },
    next: {
      zh: '升级 Berth 后再检验；仍未通过时把本报告交给 Berth 的维护者。',
      en: 'Update Berth and check again; if it still fails, give this report to its maintainers.',
    },
  },
}
