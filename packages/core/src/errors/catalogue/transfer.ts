import type { ErrorDefinition } from '../definition.ts'

/** The codes of this group. */
export type TransferErrorCode =
  | 'HOST_KEY_UNKNOWN'
  | 'HOST_KEY_CHANGED'
  | 'ALGORITHMS_UNSHARED'
  | 'LOGIN_KEY_UNUSABLE'
  | 'TLS_NOT_OFFERED'
  | 'DATA_LINE_FAILED'
  | 'FILE_MISSING'
  | 'FILE_NAME_UNREADABLE'

/** Failures of the way to a server that keeps files. */
export const transferErrors: Readonly<Record<TransferErrorCode, ErrorDefinition>> = {
  HOST_KEY_UNKNOWN: {
    action: 'fail',
    origin: 'configuration',
    status: 502,
    message: {
      zh: '没有写明 {host}:{port} 的主机密钥；它出示的是 {kind} {fingerprint}，没有登录',
      en: 'the key of {host}:{port} is not given; it showed {kind} {fingerprint}, and nothing was sent',
    },
    next: {
      zh: '请服务器管理员当面或电话核对指纹（ssh-keygen -lf），一致后写入 hostKey',
      en: 'have its administrator read out the fingerprint (ssh-keygen -lf); if it is the same, write it in hostKey',
    },
  },
  HOST_KEY_CHANGED: {
    action: 'fail',
    origin: 'network',
    status: 502,
    message: {
      zh: '{host}:{port} 的主机密钥与 hostKey 不符；它出示的是 {kind} {fingerprint}，没有登录',
      en: 'the key of {host}:{port} is not the one in hostKey; it showed {kind} {fingerprint}, and nothing was sent',
    },
    next: {
      zh: '可能有人冒充服务器：先向管理员核实密钥是否更换、该指纹是否属实，再改 hostKey',
      en: 'somebody may pose as the server: ask its administrator whether the key was changed and is this one before hostKey is',
    },
  },
  ALGORITHMS_UNSHARED: {
    action: 'fail',
    origin: 'department-system',
    status: 502,
    message: {
      zh: '与 {host}:{port} 没有共同的加密算法（{kind}）',
      en: 'no algorithm is shared with {host}:{port} ({kind})',
    },
    next: {
      zh: '请管理员升级服务器；暂时做不到且线路可信时，写 algorithms: legacy',
      en: 'have the server upgraded; while that cannot be and the line is trusted, write algorithms: legacy',
    },
  },
  LOGIN_KEY_UNUSABLE: {
    action: 'fail',
    origin: 'configuration',
    status: 502,
    message: {
      zh: '登录用的私钥 {file} 不可用：{problem}',
      en: 'the private key {file} cannot be used to log in: {problem}',
    },
    next: {
      zh: '核对 privateKey 的路径、格式（OpenSSH 或 PEM）与 passphrase',
      en: 'check the path in privateKey, its format (OpenSSH or PEM), and passphrase',
    },
  },
  TLS_NOT_OFFERED: {
    action: 'fail',
    origin: 'department-system',
    status: 502,
    message: {
      zh: '{host}:{port} 不支持加密的 FTP（{nativeCode}），没有发送密码',
      en: '{host}:{port} offers no TLS ({nativeCode}); the password was not sent',
    },
    next: {
      zh: '请管理员启用 FTPS；确认线路可信、只能用明文时，写 tls: disabled',
      en: 'have FTPS switched on; only where the line is trusted and nothing else can be had, write tls: disabled',
    },
  },
  DATA_LINE_FAILED: {
    action: 'retry',
    origin: 'network',
    status: 502,
    message: {
      zh: '{host} 的数据连接打不开（{nativeCode}）',
      en: 'the data connection of {host} cannot be opened ({nativeCode})',
    },
    next: {
      zh: '请管理员放行 FTP 被动模式的端口范围，并设置服务器对外的地址',
      en: 'have the passive ports of the server opened in the firewall, and its address set to the one it is reached by',
    },
  },
  FILE_MISSING: {
    action: 'fail',
    origin: 'department-system',
    status: 502,
    message: { zh: '没有文件 {file}', en: 'there is no file {file}' },
    next: {
      zh: '核对路径；文件若刚被移走，等下一次读取',
      en: 'check the path; if it was moved away just now, wait for the next read',
    },
  },
  FILE_NAME_UNREADABLE: {
    action: 'fail',
    origin: 'configuration',
    status: 502,
    message: {
      zh: '目录 {folder} 中有文件名不是 {charset} 编码',
      en: 'the folder {folder} has a file whose name is not in {charset}',
    },
    next: {
      zh: '在 nameCharset 中写明文件名的编码（如 GBK），或请对方改名、另设目录',
      en: 'say in nameCharset what names are in, GBK for instance; or have the file renamed, or another folder used',
    },
  },
}
