import type { ErrorDefinition } from '../definition.ts'

/** The codes of this group. */
export type AgentErrorCode =
  | 'ABORTED'
  | 'STATE_LOCKED'
  | 'STATE_CORRUPT'
  | 'STATE_KEY_MISMATCH'
  | 'OUTBOX_WITHHELD'
  | 'DISK_FULL'
  | 'FILE_UNWRITABLE'
  | 'FILE_EXISTS'
  | 'FILE_CHANGED'
  | 'ENTRY_EXISTS'
  | 'RECEIPTS_BROKEN'
  | 'ANCHOR_CONFLICT'
  | 'PLATFORM_UNREACHABLE'
  | 'PLATFORM_REFUSED'
  | 'PLATFORM_NOT_READY'
  | 'AGENT_UNREACHABLE'
  | 'AGENT_REFUSED'
  | 'OUTSIDE_HOURS'
  | 'OVERLOADED'
  | 'REPLICA_MISSING'
  | 'REPLICA_STALE'
  | 'REPLICA_TOO_LARGE'
  | 'REPLICA_UNREADY'
  | 'QUEUE_WAITING'
  | 'STOPPING'
  | 'SUBMISSION_EXPIRED'
  | 'SUBMISSION_UNKNOWN'
  | 'INTERNAL'

/** Failures of the agent, the platform, and of what they keep. */
export const agentErrors: Readonly<Record<AgentErrorCode, ErrorDefinition>> = {
  ABORTED: {
    action: 'fail',
    origin: 'caller',
    status: 499,
    message: { zh: '{call} 被中止', en: '{call} was aborted' },
    next: { zh: '需要时重新运行', en: 'run it again when wanted' },
  },
  STATE_LOCKED: {
    action: 'retry',
    origin: 'configuration',
    status: 503,
    message: { zh: '{held} 正被另一个 berth 进程占用', en: '{held} is in use by another berth process' },
    next: { zh: '等它做完，或停止那个进程，再重试', en: 'wait until it is done, or stop it, then try again' },
  },
  STATE_CORRUPT: {
    action: 'fail',
    origin: 'kit',
    status: 500,
    message: { zh: '状态文件 {file} 已损坏（{nativeCode}）', en: 'the state file {file} is damaged ({nativeCode})' },
    next: { zh: '保留该文件备查，从备份恢复', en: 'keep the file for inspection and restore a backup' },
  },
  STATE_KEY_MISMATCH: {
    action: 'fail',
    origin: 'configuration',
    status: 500,
    message: { zh: '状态文件 {file} 与密钥不配套', en: 'the state file {file} does not belong to this key' },
    next: { zh: '恢复配套的 state.key', en: 'restore the state.key that belongs to it' },
  },
  OUTBOX_WITHHELD: {
    action: 'fail',
    origin: 'configuration',
    status: 409,
    message: {
      zh: '{resource} 待发的第 {number} 批含有现已不得提供的 {item}',
      en: 'batch {number} of {resource} waits with {item} in it, which may no longer leave',
    },
    next: {
      zh: '用 berth sync --restart 丢弃待发批次，从头再来',
      en: 'drop what waits and start over with berth sync --restart',
    },
  },
  DISK_FULL: {
    action: 'retry',
    origin: 'configuration',
    status: 507,
    message: { zh: '磁盘已满，无法写入 {file}', en: 'the disk is full: {file} cannot be written' },
    next: {
      zh: '清理磁盘空间后重新运行，会从断点继续',
      en: 'free space and run again; it goes on from where it stopped',
    },
  },
  FILE_UNWRITABLE: {
    action: 'fail',
    origin: 'configuration',
    status: 500,
    message: { zh: '不能写入 {file}（{nativeCode}）', en: '{file} cannot be written ({nativeCode})' },
    next: { zh: '检查目录与权限', en: 'check the folder and the rights on it' },
  },
  FILE_EXISTS: {
    action: 'fail',
    origin: 'configuration',
    status: 409,
    message: { zh: '{file} 已经存在，什么也没有写', en: '{file} exists already; nothing was written' },
    next: { zh: '换一个目录，或先移走该文件', en: 'choose another folder, or move the file away first' },
  },
  ENTRY_EXISTS: {
    action: 'fail',
    origin: 'configuration',
    status: 409,
    message: { zh: '{file} 中已有 {entry}，什么也没有写', en: '{file} has {entry} already; nothing was written' },
    next: { zh: '换一个标识，或直接修改已有的那一项', en: 'choose another id, or edit the one that is there' },
  },
  FILE_CHANGED: {
    action: 'retry',
    origin: 'configuration',
    status: 409,
    message: { zh: '{file} 在此期间被改动，没有覆盖', en: '{file} was changed meanwhile and was not overwritten' },
    next: { zh: '保存编辑后重新运行', en: 'save what is being edited, then run it again' },
  },
  RECEIPTS_BROKEN: {
    action: 'fail',
    origin: 'kit',
    status: 500,
    message: { zh: '存证链在第 {number} 条断开', en: 'the chain of receipts breaks at number {number}' },
    next: { zh: '停止使用并通知审计人员', en: 'stop, and tell the auditor' },
  },
  ANCHOR_CONFLICT: {
    action: 'fail',
    origin: 'platform-rule',
    status: 409,
    message: {
      zh: '平台以前为第 {number} 条存证留存过不同的摘要',
      en: 'the platform has kept another hash of receipt {number} before',
    },
    next: {
      zh: '存证链可能被截断或重写：用 berth receipts verify --platform 核验，并通知审计人员',
      en: 'the chain of receipts may have been cut off or made anew: run berth receipts verify --platform, and tell the auditor',
    },
  },
  PLATFORM_UNREACHABLE: {
    action: 'retry',
    origin: 'network',
    status: 503,
    message: { zh: '连不上平台 {url}', en: 'the platform {url} cannot be reached' },
    next: {
      zh: '检查网络与平台地址；待送的批次保存在本机，下次同步时继续送',
      en: 'check the network and the address; batches that wait are kept and go on with the next sync',
    },
  },
  PLATFORM_REFUSED: {
    action: 'fail',
    origin: 'platform-rule',
    status: 502,
    message: { zh: '平台拒绝了请求：{remoteCode}', en: 'the platform refused the request: {remoteCode}' },
    next: { zh: '按平台给出的原因处理', en: 'act on the reason the platform gives' },
  },
  PLATFORM_NOT_READY: {
    action: 'retry',
    origin: 'gateway',
    status: 503,
    message: { zh: '平台暂时不能答复：{remoteCode}', en: 'the platform cannot answer now: {remoteCode}' },
    next: { zh: '稍后重试', en: 'try again later' },
  },
  AGENT_UNREACHABLE: {
    action: 'retry',
    origin: 'remote-department',
    status: 502,
    message: { zh: '{system} 的对接代理没有应答', en: 'the agent of {system} does not answer' },
    next: { zh: '稍后重试，或联系该部门', en: 'try again later, or call that department' },
  },
  AGENT_REFUSED: {
    action: 'fail',
    origin: 'remote-department',
    status: 502,
    message: {
      zh: '{system} 的对接代理拒绝了请求：{remoteCode}',
      en: 'the agent of {system} refused the request: {remoteCode}',
    },
    next: { zh: '按该部门给出的原因处理', en: 'act on the reason that department gives' },
  },
  OUTSIDE_HOURS: {
    action: 'retry',
    origin: 'department-system',
    status: 503,
    message: { zh: '业务系统不在工作时间', en: 'the system is outside its hours' },
    next: { zh: '{until} 以后再试', en: 'try again from {until} on' },
  },
  OVERLOADED: {
    action: 'retry',
    origin: 'kit',
    status: 503,
    message: { zh: '请求过多，排队已满', en: 'too many requests: the queue is full' },
    next: { zh: '稍后重试', en: 'try again later' },
  },
  REPLICA_MISSING: {
    action: 'retry',
    origin: 'department-system',
    status: 503,
    message: {
      zh: '业务系统不在线，{resource} 还没有可用的副本',
      en: 'the system is down, and there is no replica of {resource} yet',
    },
    next: {
      zh: '业务系统恢复后再试；运维人员可运行 berth sync --exit replica 建立副本',
      en: 'try again when the system is back; an operator makes the replica with berth sync --exit replica',
    },
  },
  REPLICA_STALE: {
    action: 'retry',
    origin: 'department-system',
    status: 503,
    message: {
      zh: '业务系统不在线，{resource} 的副本（数据截至 {asOf}）已过期',
      en: 'the system is down, and the replica of {resource} is too old: its data are as of {asOf}',
    },
    next: { zh: '业务系统恢复后再试', en: 'try again when the system is back' },
  },
  REPLICA_UNREADY: {
    action: 'fail',
    origin: 'configuration',
    status: 503,
    message: {
      zh: '业务系统此刻若停机，{resource} 没有可用来回答的副本（数据截至：{asOf}）',
      en: 'if the system failed now, no replica would answer for {resource} (data as of: {asOf})',
    },
    next: {
      zh: '在业务系统在线时运行 berth sync {resource} --exit replica，并看它为何没有按时重做',
      en: 'run berth sync {resource} --exit replica while the system is up, and see why it was not made in time',
    },
  },
  QUEUE_WAITING: {
    action: 'retry',
    origin: 'department-system',
    status: 503,
    message: {
      zh: '{operation} 有 {waiting} 件申请排队（上限 {limit}），最早的一件自 {since} 起',
      en: '{waiting} submissions to {operation} wait, of at most {limit}, the oldest since {since}',
    },
    next: {
      zh: '查业务系统是否恢复、代理是否在运行；超过清单 queue.expires 的将作废，达到上限后拒绝新的提交',
      en: 'see whether the system is up and the agent runs: those that wait longer than queue.expires fail, and beyond the limit new ones are refused',
    },
  },
  REPLICA_TOO_LARGE: {
    action: 'fail',
    origin: 'configuration',
    status: 507,
    message: {
      zh: '{resource} 超过 {count} 行，副本没有更新',
      en: '{resource} has more than {count} rows, and its replica was not made anew',
    },
    next: {
      zh: '在 berth.yaml 中调高 provide.parameter.replica.limit，并留足磁盘',
      en: 'raise provide.parameter.replica.limit in berth.yaml, and see that the disk has room',
    },
  },
  STOPPING: {
    action: 'retry',
    origin: 'kit',
    status: 503,
    message: { zh: '代理正在停止', en: 'the agent is stopping' },
    next: { zh: '稍后重试', en: 'try again later' },
  },
  SUBMISSION_EXPIRED: {
    action: 'fail',
    origin: 'department-system',
    status: 504,
    message: {
      zh: '{operation} 的一件排队申请在业务系统恢复前已过期，没有办理',
      en: 'a submission to {operation} waited too long for the system, and was not carried out',
    },
    next: { zh: '需要时重新提交', en: 'submit it again if it is still wanted' },
  },
  SUBMISSION_UNKNOWN: {
    action: 'fail',
    origin: 'caller',
    status: 404,
    message: {
      zh: '没有以此编号提交过 {operation}',
      en: 'nothing was submitted to {operation} under this key',
    },
    next: {
      zh: '核对 Idempotency-Key，或用它重新提交',
      en: 'check the Idempotency-Key, or submit under it',
    },
  },
  INTERNAL: {
    action: 'fail',
    origin: 'kit',
    status: 500,
    message: { zh: '内部错误（{subject}）', en: 'internal error ({subject})' },
    next: { zh: '保留日志并报告给 Berth 维护者', en: 'keep the log and report it to the maintainers of Berth' },
  },
}
