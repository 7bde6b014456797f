import type { ErrorDefinition } from '../definition.ts'

/** The codes of this group. */
export type ConfigurationErrorCode =
  | 'MANIFEST_INVALID'
  | 'MANIFEST_MISSING'
  | 'MANIFEST_NEWER'
  | 'PLATFORM_MISSING'
  | 'CLOCKS_APART'
  | 'TIME_ZONES_APART'
  | 'DISK_LOW'
  | 'OPTION_INVALID'
  | 'OPTION_MISSING'
  | 'OPTION_UNKNOWN'
  | 'DEFINITION_INVALID'
  | 'DEFINITION_MISSING'
  | 'DEFINITION_UNUSED'
  | 'SECRET_MISSING'
  | 'SECRET_EXPOSED'
  | 'CONNECTOR_MISSING'
  | 'CONNECTOR_INVALID'
  | 'CONTRACT_UNSUPPORTED'
  | 'DRIVER_MISSING'
  | 'EXTRA_MISSING'
  | 'INSTALL_FAILED'
  | 'NOT_SUPPORTED'
  | 'DATASET_UNKNOWN'
  | 'COLUMN_UNKNOWN'
  | 'PROCEDURE_UNKNOWN'
  | 'CONVERSION_UNKNOWN'
  | 'CHARSET_UNKNOWN'
  | 'KEY_MISSING'
  | 'CHANGE_LOG_MISSING'
  | 'KEY_INVALID'
  | 'KEY_FILE_UNUSABLE'
  | 'PORT_IN_USE'
  | 'ADDRESS_UNUSABLE'
  | 'REVISION_UNREADABLE'
  | 'DIRECTORY_UNWRITABLE'

/** Failures that somebody puts right in a docking: its manifest, options, secrets, installation. */
export const configurationErrors: Readonly<Record<ConfigurationErrorCode, ErrorDefinition>> = {
  MANIFEST_INVALID: {
    action: 'fail',
    origin: 'configuration',
    status: 500,
    message: { zh: '{file} 有 {count} 处错误', en: '{file} has {count} errors' },
    next: {
      zh: '按所列行列逐条修改，再运行 berth check',
      en: 'mend each finding at the line and column given, then run berth check again',
    },
  },
  MANIFEST_MISSING: {
    action: 'fail',
    origin: 'configuration',
    status: 500,
    message: { zh: '找不到清单文件 {file}', en: 'the manifest {file} does not exist' },
    next: {
      zh: '在对接目录中运行，或用 berth init 新建',
      en: 'run in the folder of the docking, or make one with berth init',
    },
  },
  MANIFEST_NEWER: {
    action: 'fail',
    origin: 'configuration',
    status: 500,
    message: {
      zh: '{file} 按契约版本 {version} 编写，此处只懂到版本 {supported}',
      en: '{file} is written for version {version} of the docking contract, this release understands up to {supported}',
    },
    next: {
      zh: '升级 berth 后再试；清单不会被改回旧版本',
      en: 'update berth and try again; a manifest is not taken back to an older version',
    },
  },
  CLOCKS_APART: {
    action: 'fail',
    origin: 'configuration',
    status: 500,
    message: {
      zh: '{subject} 的时钟与本机相差 {seconds} 秒',
      en: 'the clock of {subject} is {seconds} seconds off this machine',
    },
    next: { zh: '用 NTP 校准两边的时钟', en: 'set both clocks, by NTP where there is one' },
  },
  TIME_ZONES_APART: {
    action: 'fail',
    origin: 'configuration',
    status: 500,
    message: {
      zh: '{subject} 的时间与本机相差 {minutes} 分钟，应是时区不同，不是时钟不准',
      en: 'the time of {subject} is {minutes} minutes off this machine: another time zone, not a wrong clock',
    },
    next: {
      zh: '把本机与数据库服务器设成同一时区（TZ=Asia/Shanghai），否则不带时区的时间会被读错',
      en: 'set this machine and the server to one time zone (TZ=Asia/Shanghai), or times without a zone are read wrongly',
    },
  },
  DISK_LOW: {
    action: 'fail',
    origin: 'configuration',
    status: 500,
    message: { zh: '{directory} 所在磁盘只剩 {freeMiB} MiB', en: 'the disk of {directory} has {freeMiB} MiB left' },
    next: { zh: '清理磁盘空间，或换一个目录', en: 'free space, or use another folder' },
  },
  PLATFORM_MISSING: {
    action: 'fail',
    origin: 'configuration',
    status: 500,
    message: { zh: '{file} 没有写明平台地址', en: '{file} names no platform' },
    next: {
      zh: '补上 platform: { url: 平台地址 }',
      en: 'add platform: { url: ADDRESS }',
    },
  },
  OPTION_INVALID: {
    action: 'fail',
    origin: 'configuration',
    status: 500,
    message: {
      zh: '连接器 {connector} 的选项 {option} 不合规定：{problem}',
      en: 'option {option} of connector {connector} is not valid: {problem}',
    },
    next: { zh: '在 berth.yaml 的 connections 中改正该选项', en: 'correct it under connections in berth.yaml' },
  },
  OPTION_MISSING: {
    action: 'fail',
    origin: 'configuration',
    status: 500,
    message: { zh: '连接器 {connector} 缺少选项 {option}', en: 'connector {connector} needs the option {option}' },
    next: { zh: '在 berth.yaml 的 connections 中补上该选项', en: 'add it under connections in berth.yaml' },
  },
  OPTION_UNKNOWN: {
    action: 'fail',
    origin: 'configuration',
    status: 500,
    message: { zh: '连接器 {connector} 没有选项 {option}', en: 'connector {connector} has no option {option}' },
    next: {
      zh: '删除该选项，或改成文档所列的名称',
      en: "remove it, or use one of the names in the connector's documentation",
    },
  },
  DEFINITION_INVALID: {
    action: 'fail',
    origin: 'configuration',
    status: 500,
    message: {
      zh: '数据集 {dataset} 的定义 {path} 不合规定，应为：{expected}（连接器 {connector}）',
      en: 'the definition of the dataset {dataset} is not valid at {path}; expected: {expected} (connector {connector})',
    },
    next: {
      zh: '在 berth.yaml 的 connections 下改正 datasets，再运行 berth check 查看行列号',
      en: 'correct datasets under connections in berth.yaml; berth check names line and column',
    },
  },
  DEFINITION_MISSING: {
    action: 'fail',
    origin: 'configuration',
    status: 500,
    message: {
      zh: '连接器 {connector} 需要数据集 {dataset} 的定义',
      en: 'connector {connector} needs a definition of the dataset {dataset}',
    },
    next: {
      zh: '在 berth.yaml 的 connections 下写 datasets: { {dataset}: ... }，或用 berth discover 生成',
      en: 'write it under connections, datasets, in berth.yaml, or have berth discover draft it',
    },
  },
  DEFINITION_UNUSED: {
    action: 'fail',
    origin: 'configuration',
    status: 500,
    message: {
      zh: '连接器 {connector} 自己了解数据集，不接受数据集 {dataset} 的定义',
      en: 'connector {connector} knows its datasets itself and takes no definition of {dataset}',
    },
    next: { zh: '从该连接中删去 datasets', en: 'remove datasets from this connection' },
  },
  SECRET_MISSING: {
    action: 'fail',
    origin: 'configuration',
    status: 500,
    message: { zh: '引用的 {reference} 没有值', en: 'the reference {reference} has no value' },
    next: { zh: '设置该环境变量或密钥后重试', en: 'set that environment variable or secret, then try again' },
  },
  SECRET_EXPOSED: {
    action: 'fail',
    origin: 'configuration',
    status: 500,
    message: { zh: '密钥文件 {file} 其他用户也能读取', en: 'the secret in {file} can be read by other users' },
    next: {
      zh: '执行 chmod 600 {file}；如可能已泄露，请更换该密钥',
      en: 'chmod 600 {file}; change the secret if it may be known',
    },
  },
  CONNECTOR_MISSING: {
    action: 'fail',
    origin: 'configuration',
    status: 500,
    message: { zh: '没有安装连接器 {package}', en: 'the connector {package} is not installed' },
    next: { zh: '运行 npm install {package}', en: 'run npm install {package}' },
  },
  CONNECTOR_INVALID: {
    action: 'fail',
    origin: 'configuration',
    status: 500,
    message: { zh: '{package} 不是连接器：{problem}', en: '{package} is not a connector: {problem}' },
    next: { zh: '检查 connections 中 use 一栏的包名', en: 'check the package name under use in connections' },
  },
  CONTRACT_UNSUPPORTED: {
    action: 'fail',
    origin: 'configuration',
    status: 500,
    message: {
      zh: '连接器 {connector} 使用契约版本 {version}，此处只懂版本 {supported}',
      en: 'connector {connector} speaks contract version {version}, this release understands {supported}',
    },
    next: { zh: '安装与契约版本相符的连接器', en: 'install a release of the connector for that contract version' },
  },
  DRIVER_MISSING: {
    action: 'fail',
    origin: 'configuration',
    status: 500,
    message: {
      zh: '连接器 {connector} 需要驱动 {package}，但没有安装',
      en: 'connector {connector} needs the driver {package}, which is not installed',
    },
    next: { zh: '运行 npm install {package}', en: 'run npm install {package}' },
  },
  EXTRA_MISSING: {
    action: 'fail',
    origin: 'configuration',
    status: 500,
    message: {
      zh: '{call} 需要另装的 {package}，但没有安装',
      en: '{call} needs {package}, which is installed apart and is not there',
    },
    next: { zh: '运行 npm install {package}', en: 'run npm install {package}' },
  },
  INSTALL_FAILED: {
    action: 'retry',
    origin: 'configuration',
    status: 500,
    message: { zh: 'npm install 没有成功（{problem}）', en: 'npm install did not succeed ({problem})' },
    next: {
      zh: '看 npm 在上面给出的原因；对接目录已经写好，在其中再运行 npm install 即可。没有网络时用 berth bundle 的离线包',
      en: 'read what npm says above; the docking is written, so run npm install in its folder again. Without a network use the archive of berth bundle',
    },
  },
  NOT_SUPPORTED: {
    action: 'fail',
    origin: 'configuration',
    status: 501,
    message: {
      zh: '连接器 {connector} 不支持 {capability}',
      en: 'connector {connector} does not support {capability}',
    },
    next: { zh: '换一种方式，或换用支持它的连接器', en: 'use another mode, or a connector that supports it' },
  },
  DATASET_UNKNOWN: {
    action: 'fail',
    origin: 'configuration',
    status: 500,
    message: {
      zh: '系统中没有 {dataset}，或当前用户无权看到',
      en: 'the system has no {dataset}, or this user may not see it',
    },
    next: {
      zh: '核对名称与大小写；运行 berth discover 查看可见的表',
      en: 'check its spelling and case; berth discover lists what this user sees',
    },
  },
  COLUMN_UNKNOWN: {
    action: 'fail',
    origin: 'configuration',
    status: 500,
    message: { zh: '{dataset} 中没有列 {column}', en: '{dataset} has no column {column}' },
    next: { zh: '核对列名与大小写', en: 'check the spelling and case of the column' },
  },
  PROCEDURE_UNKNOWN: {
    action: 'fail',
    origin: 'configuration',
    status: 500,
    message: { zh: '没有存储过程 {procedure}', en: 'there is no stored procedure {procedure}' },
    next: {
      zh: '核对 procedure 的拼写与执行权限；berth discover 列出可用的存储过程',
      en: 'check the spelling of procedure and the right to execute it; berth discover lists those there are',
    },
  },
  CONVERSION_UNKNOWN: {
    action: 'fail',
    origin: 'configuration',
    status: 500,
    message: {
      zh: '数据项 {item}：列的类型 {from} 不能确切转换为 {to}',
      en: 'item {item}: there is no exact way from a column of type {from} to {to}',
    },
    next: {
      zh: '改用列本身的类型，或在 format.pattern 中写明格式，或用 codes 对照',
      en: "use the column's own type, give a format.pattern, or map it with codes",
    },
  },
  CHARSET_UNKNOWN: {
    action: 'fail',
    origin: 'configuration',
    status: 500,
    message: { zh: '不认识字符集 {charset}', en: 'the charset {charset} is not known' },
    next: { zh: '改用 UTF-8、GB18030、GBK 或 Big5 等名称', en: 'use a name such as UTF-8, GB18030, GBK or Big5' },
  },
  KEY_MISSING: {
    action: 'fail',
    origin: 'configuration',
    status: 500,
    message: { zh: '{dataset} 没有声明主键，无法 {purpose}', en: '{dataset} has no key, which is needed to {purpose}' },
    next: {
      zh: '在资源的 from.key 中写明唯一标识一行的列',
      en: 'name the columns that identify a row in from.key of the resource',
    },
  },
  CHANGE_LOG_MISSING: {
    action: 'fail',
    origin: 'configuration',
    status: 500,
    message: {
      zh: '系统没有为 {dataset} 准备变更日志 {log}（{problem}）',
      en: 'the system keeps no log of changes {log} for {dataset} ({problem})',
    },
    next: {
      zh: '请数据库管理员执行 Berth 给出的变更脚本，再重试',
      en: 'have the database administrator run the script that Berth makes for it, then try again',
    },
  },
  KEY_INVALID: {
    action: 'fail',
    origin: 'configuration',
    status: 400,
    message: { zh: '密钥不可用：{problem}', en: 'the key cannot be used: {problem}' },
    next: { zh: '提供 Ed25519 或 SM2 公钥（JWK 格式）', en: 'give an Ed25519 or SM2 public key as JWK' },
  },
  KEY_FILE_UNUSABLE: {
    action: 'fail',
    origin: 'configuration',
    status: 500,
    message: { zh: '密钥文件 {file} 不可用：{problem}', en: 'the key file {file} cannot be used: {problem}' },
    next: {
      zh: '恢复该文件并只让运行用户可读；不要另造新钥，否则平台不再认得本机',
      en: 'restore it, readable by its owner only; with a new key the platform would no longer know this machine',
    },
  },
  PORT_IN_USE: {
    action: 'fail',
    origin: 'configuration',
    status: 500,
    message: { zh: '端口 {host}:{port} 已被占用', en: 'port {host}:{port} is in use' },
    next: { zh: '停止占用它的程序，或换一个端口', en: 'stop the program that holds it, or choose another port' },
  },
  ADDRESS_UNUSABLE: {
    action: 'fail',
    origin: 'configuration',
    status: 500,
    message: {
      zh: '不能在 {host}:{port} 上监听（{nativeCode}）',
      en: 'cannot listen on {host}:{port} ({nativeCode})',
    },
    next: {
      zh: '核对本机地址；1024 以下的端口需要相应权限',
      en: 'use an address of this machine; ports below 1024 need a right of their own',
    },
  },
  DIRECTORY_UNWRITABLE: {
    action: 'fail',
    origin: 'configuration',
    status: 500,
    message: {
      zh: '不能写入目录 {directory}（{nativeCode}）',
      en: 'the folder {directory} cannot be written ({nativeCode})',
    },
    next: { zh: '检查目录是否存在、是否有写权限', en: 'check that it exists and that this user may write to it' },
  },
  REVISION_UNREADABLE: {
    action: 'fail',
    origin: 'caller',
    status: 400,
    message: {
      zh: 'git 给不出 {revision} 处的 {file}（{nativeCode}）',
      en: 'git does not give {file} at {revision} ({nativeCode})',
    },
    next: {
      zh: '核对版本名，且该文件已提交；持续集成中取全部历史（fetch-depth: 0）',
      en: 'check the revision, and that the file was committed; in continuous integration fetch the whole history (fetch-depth: 0)',
    },
  },
}
