import type { ErrorDefinition } from '../definition.ts'

/** The codes of this group. */
export type SystemErrorCode =
  | 'HOST_UNKNOWN'
  | 'CONNECT_REFUSED'
  | 'CONNECT_TIMEOUT'
  | 'LOGIN_STALLED'
  | 'LOGIN_UNSUPPORTED'
  | 'AUTH_FAILED'
  | 'PERMISSION_DENIED'
  | 'DATABASE_MISSING'
  | 'CONNECTION_LOST'
  | 'SYSTEM_BUSY'
  | 'SYSTEM_UNAVAILABLE'
  | 'SYSTEM_DISK_FULL'
  | 'CALL_TIMEOUT'
  | 'QUERY_FAILED'
  | 'PROTOCOL_ERROR'
  | 'UNKNOWN_OUTCOME'
  | 'CONSTRAINT_VIOLATED'
  | 'CLIENT_LIBRARY_NEEDED'
  | 'PASSWORD_VERIFIER_OUTDATED'
  | 'SNAPSHOT_TOO_OLD'

/** Failures of the legacy system and of the way to it. */
export const systemErrors: Readonly<Record<SystemErrorCode, ErrorDefinition>> = {
  HOST_UNKNOWN: {
    action: 'fail',
    origin: 'network',
    status: 502,
    message: { zh: '主机名 {host} 无法解析', en: 'the host name {host} cannot be resolved' },
    next: { zh: '核对主机名，或改用 IP 地址', en: 'check the host name, or use its IP address' },
  },
  CONNECT_REFUSED: {
    action: 'retry',
    origin: 'network',
    status: 503,
    message: { zh: '{host}:{port} 拒绝连接', en: '{host}:{port} refused the connection' },
    next: {
      zh: '确认数据库服务已启动、端口正确、防火墙放行',
      en: 'make sure the server runs, the port is right and the firewall lets it through',
    },
  },
  CONNECT_TIMEOUT: {
    action: 'retry',
    origin: 'network',
    status: 504,
    message: {
      zh: '{timeoutMs} 毫秒内没有连上 {host}:{port}',
      en: 'no connection to {host}:{port} within {timeoutMs} ms',
    },
    next: {
      zh: '检查网络与防火墙；必要时加大 connectTimeoutMs',
      en: 'check the network and the firewall; raise connectTimeoutMs if the line is slow',
    },
  },
  LOGIN_STALLED: {
    action: 'fail',
    origin: 'department-system',
    status: 504,
    message: {
      zh: '{host}:{port} 已接通，但登录在 {timeoutMs} 毫秒内没有结果',
      en: '{host}:{port} was reached, but the login did not finish within {timeoutMs} ms',
    },
    next: {
      zh: '先核对用户名和密码；口令无误时，请管理员为该用户重设密码或改用 Legacy_Auth',
      en: 'check user name and password first; if they are right, have the administrator set the password anew, or use Legacy_Auth',
    },
  },
  LOGIN_UNSUPPORTED: {
    action: 'fail',
    origin: 'department-system',
    status: 502,
    message: {
      zh: '系统要求的登录方式驱动不支持（{nativeCode}）',
      en: 'the system asks for a way to log in that the driver does not know ({nativeCode})',
    },
    next: {
      zh: '请管理员改用驱动支持的口令方式并为该用户重设密码，如 openGauss 的 password_encryption_type = 2（SHA256）',
      en: 'have the administrator choose a kind of password that the driver knows and set that of the user anew, in openGauss password_encryption_type = 2 (SHA256)',
    },
  },
  AUTH_FAILED: {
    action: 'fail',
    origin: 'department-system',
    status: 502,
    message: { zh: '用户名或密码不被接受', en: 'the system does not accept the user name or password' },
    next: {
      zh: '核对用户名与密码；密码由 berth.yaml 所引用的变量给出',
      en: 'check both; the password comes from the variable that berth.yaml refers to',
    },
  },
  PERMISSION_DENIED: {
    action: 'fail',
    origin: 'department-system',
    status: 502,
    message: { zh: '当前用户无权执行此操作（{subject}）', en: 'this user may not do that ({subject})' },
    next: { zh: '请数据库管理员授予所需权限', en: 'ask the database administrator for the right' },
  },
  DATABASE_MISSING: {
    action: 'fail',
    origin: 'department-system',
    status: 502,
    message: {
      zh: '找不到或打不开数据库 {database}',
      en: 'the database {database} does not exist or cannot be opened',
    },
    next: {
      zh: '核对路径或名称，以及服务进程的读取权限',
      en: 'check its path or name, and that the server process may read it',
    },
  },
  CONNECTION_LOST: {
    action: 'retry',
    origin: 'network',
    status: 503,
    message: { zh: '与系统的连接中断', en: 'the connection to the system was lost' },
    next: {
      zh: '稍后重试；反复出现时检查网络与服务器日志',
      en: 'try again; if it goes on, look at the network and the server log',
    },
  },
  SYSTEM_BUSY: {
    action: 'retry',
    origin: 'department-system',
    status: 503,
    message: {
      zh: '系统繁忙：记录被锁或资源不足（{nativeCode}）',
      en: 'the system is busy: a lock or a resource is held ({nativeCode})',
    },
    next: { zh: '稍后重试', en: 'try again later' },
  },
  SYSTEM_UNAVAILABLE: {
    action: 'retry',
    origin: 'department-system',
    status: 503,
    message: { zh: '业务系统当前不可用', en: "the department's system is not available" },
    next: { zh: '稍后重试，或在其工作时间内再来', en: 'try again later, or within its hours' },
  },
  SYSTEM_DISK_FULL: {
    action: 'retry',
    origin: 'department-system',
    status: 507,
    message: {
      zh: '业务系统磁盘已满（{nativeCode}）',
      en: "the disk of the department's system is full ({nativeCode})",
    },
    next: { zh: '请系统管理员清理磁盘空间', en: 'ask its administrator to free disk space' },
  },
  CALL_TIMEOUT: {
    action: 'retry',
    origin: 'department-system',
    status: 504,
    message: { zh: '{call} 在 {timeoutMs} 毫秒内没有完成', en: '{call} did not finish within {timeoutMs} ms' },
    next: {
      zh: '检查系统负载与索引；必要时在清单中加大该连接的 callTimeout',
      en: 'look at the load of the system and at its indexes; raise callTimeout of the connection in the manifest if need be',
    },
  },
  QUERY_FAILED: {
    action: 'fail',
    origin: 'department-system',
    status: 502,
    message: { zh: '系统拒绝了 {call}（{nativeCode}）', en: 'the system refused {call} ({nativeCode})' },
    next: {
      zh: '按系统错误码 {nativeCode} 查找原因；加 --debug 查看详情',
      en: 'look up the native code {nativeCode}; --debug shows more',
    },
  },
  PROTOCOL_ERROR: {
    action: 'retry',
    origin: 'department-system',
    status: 502,
    message: {
      zh: '系统的应答不合协议（{nativeCode}）',
      en: "the system's answer does not follow its protocol ({nativeCode})",
    },
    next: {
      zh: '核对端口确为该数据库；检查驱动与服务器版本',
      en: 'make sure the port is that of the database; check the versions of driver and server',
    },
  },
  UNKNOWN_OUTCOME: {
    action: 'unknown-outcome',
    origin: 'network',
    status: 504,
    message: {
      zh: '{call} 发出后连接中断，不知是否已执行',
      en: 'the line was cut after {call} was sent; whether it was carried out is not known',
    },
    next: { zh: '用同一个编号重试，系统会识别重复', en: 'send it again under the same id; a repeat is recognised' },
  },
  CONSTRAINT_VIOLATED: {
    action: 'skip',
    origin: 'department-system',
    status: 422,
    message: {
      zh: '记录违反系统的约束（{nativeCode}）',
      en: 'the row breaks a constraint of the system ({nativeCode})',
    },
    next: { zh: '检查唯一键、非空与外键', en: 'check unique keys, NOT NULL and foreign keys' },
  },
  CLIENT_LIBRARY_NEEDED: {
    action: 'fail',
    origin: 'configuration',
    status: 502,
    message: {
      zh: '不装 {library} 就连不上这台服务器（{nativeCode}）',
      en: 'this server cannot be reached without {library} ({nativeCode})',
    },
    next: {
      zh: '在本机安装 {library}，并在选项 {option} 中写明其目录',
      en: 'install {library} on this machine and name its folder in the option {option}',
    },
  },
  PASSWORD_VERIFIER_OUTDATED: {
    action: 'fail',
    origin: 'department-system',
    status: 502,
    message: {
      zh: '该用户的密码仍以旧方式保存，驱动不再支持（{nativeCode}）',
      en: 'the password of this user is kept in an old form that the driver no longer takes ({nativeCode})',
    },
    next: {
      zh: '请管理员重设一次密码，或安装 {library} 并在选项 {option} 中写明其目录',
      en: 'have the administrator set the password anew, or install {library} and name its folder in the option {option}',
    },
  },
  SNAPSHOT_TOO_OLD: {
    action: 'retry',
    origin: 'department-system',
    status: 503,
    message: {
      zh: '读取持续太久，数据库已不再保留开始时的数据（{nativeCode}）',
      en: 'the read took so long that the database no longer has the data as it was at its start ({nativeCode})',
    },
    next: {
      zh: '从断点继续读取；反复出现时请管理员加大 undo 的保留时间',
      en: 'go on behind the last cursor; if it keeps happening, have the administrator keep undo data longer',
    },
  },
}
