import type { ErrorDefinition } from '../definition.ts'

/** The codes of this group. */
export type FileSetErrorCode =
  | 'DIRECTORY_MISSING'
  | 'FILE_UNREADABLE'
  | 'FILE_SET_EMPTY'
  | 'FILE_SET_TOO_LARGE'
  | 'FILE_GROWING'
  | 'FILE_REWRITTEN'
  | 'BATCH_MANIFEST_INVALID'
  | 'BATCH_UNSIGNED'
  | 'BATCH_KEY_UNKNOWN'
  | 'BATCH_ALTERED'
  | 'BATCH_CUT'
  | 'BATCH_FOREIGN'
  | 'BATCH_SCHEMA_DIFFERS'
  | 'BATCH_MISCOUNTED'
  | 'BATCH_REPEATED'
  | 'BATCH_MISSING'
  | 'RECEIPT_CONTRADICTS'
  | 'RECEIPT_OVERDUE'

/** Failures of files as they lie in a folder, and of signed batches. Details name files and numbers, no content (SEC-2). */
export const fileSetErrors: Readonly<Record<FileSetErrorCode, ErrorDefinition>> = {
  DIRECTORY_MISSING: {
    action: 'fail',
    origin: 'configuration',
    status: 503,
    message: { zh: '没有目录 {directory}', en: 'there is no folder {directory}' },
    next: {
      zh: '核对 folder；共享目录或移动介质要先挂载',
      en: 'check folder; a share or a medium has to be mounted first',
    },
  },
  FILE_UNREADABLE: {
    action: 'fail',
    origin: 'configuration',
    status: 503,
    message: { zh: '读不到 {file}（{nativeCode}）', en: '{file} cannot be read ({nativeCode})' },
    next: {
      zh: '让运行用户有权读取；磁盘故障请管理员处理',
      en: 'let the user that runs this read it; have a broken disk looked at',
    },
  },
  FILE_SET_EMPTY: {
    action: 'retry',
    origin: 'department-system',
    status: 503,
    message: {
      zh: '没有与 {files} 相符的文件（数据集 {dataset}）；当成没有数据会误报全部删除，已停止',
      en: 'no file is there that matches {files} (dataset {dataset}); taking that for no data would tell everything deleted',
    },
    next: {
      zh: '核对 files 与目录；请提供单位确认文件已经送出',
      en: 'check files and the folder; ask the sender whether it was sent',
    },
  },
  FILE_SET_TOO_LARGE: {
    action: 'fail',
    origin: 'configuration',
    status: 503,
    message: {
      zh: '与 {files} 相符的文件超过 {maximum} 个',
      en: 'more than {maximum} files match {files}',
    },
    next: {
      zh: '把读过的文件归档移走，或加大 maxFiles',
      en: 'move files that were read into an archive, or raise maxFiles',
    },
  },
  FILE_GROWING: {
    action: 'retry',
    origin: 'department-system',
    status: 503,
    message: { zh: '{file} 在读取时被改动', en: '{file} was changed while it was read' },
    next: {
      zh: '等写完后再读；请提供单位先写临时名再改名，或加大 settledMs',
      en: 'read it when it is complete; have it written under another name and renamed, or raise settledMs',
    },
  },
  FILE_REWRITTEN: {
    action: 'fail',
    origin: 'department-system',
    status: 409,
    message: {
      zh: '{file} 读过之后又被改写，改了什么无从得知',
      en: '{file} was read and has been rewritten since; what changed in it cannot be told',
    },
    next: {
      zh: '请提供单位把更正作为新文件发送；确需重读时用 berth sync --restart',
      en: 'have corrections sent as a new file; to read all again use berth sync --restart',
    },
  },
  BATCH_MANIFEST_INVALID: {
    action: 'fail',
    origin: 'remote-department',
    status: 422,
    message: { zh: '{file} 不是数据文件的说明：{problem}', en: '{file} is no manifest of a data file: {problem}' },
    next: { zh: '请提供单位重新发送该批次', en: 'have the batch sent again' },
  },
  BATCH_UNSIGNED: {
    action: 'fail',
    origin: 'remote-department',
    status: 422,
    message: { zh: '第 {sequence} 批 {file} 没有签名', en: 'batch {sequence}, {file}, is not signed' },
    next: {
      zh: '请提供单位在对接中配置签名密钥后重新发送',
      en: 'have the sender set up a signing key and send it again',
    },
  },
  BATCH_KEY_UNKNOWN: {
    action: 'fail',
    origin: 'configuration',
    status: 422,
    message: {
      zh: '第 {sequence} 批 {file} 的签名密钥 {kid} 不在 keys 中',
      en: 'batch {sequence}, {file}, is signed with the key {kid}, which is not in keys',
    },
    next: {
      zh: '向提供单位当面或电话核实公钥，属实后加入 keys 文件',
      en: 'have the sender confirm the public key by another way, then add it to the file of keys',
    },
  },
  BATCH_ALTERED: {
    action: 'fail',
    origin: 'remote-department',
    status: 422,
    message: {
      zh: '第 {sequence} 批 {file} 被改动过：{part} 与签名不符',
      en: 'batch {sequence}, {file}, was altered: its {part} does not go with the signature',
    },
    next: {
      zh: '不要使用；保留该文件查明经过，请提供单位重新发送',
      en: 'do not use it; keep it to find out what happened, and have it sent again',
    },
  },
  BATCH_CUT: {
    action: 'fail',
    origin: 'remote-department',
    status: 422,
    message: {
      zh: '第 {sequence} 批 {file} 不完整：应有 {expected} 字节，实有 {bytes}',
      en: 'batch {sequence}, {file}, is not whole: {bytes} bytes of {expected}',
    },
    next: { zh: '重新拷贝或请提供单位重新发送', en: 'copy it once more, or have it sent again' },
  },
  BATCH_FOREIGN: {
    action: 'fail',
    origin: 'configuration',
    status: 422,
    message: {
      zh: '第 {sequence} 批 {file} 属于 {found}，这里只收 {expected}',
      en: 'batch {sequence}, {file}, is of {found}; only {expected} is taken here',
    },
    next: {
      zh: '核对目录和定义中的 system、resource',
      en: 'check the folder, and system and resource of the definition',
    },
  },
  BATCH_SCHEMA_DIFFERS: {
    action: 'fail',
    origin: 'configuration',
    status: 422,
    message: {
      zh: '第 {sequence} 批 {file} 的数据项与定义不符：{problem}',
      en: 'the items of batch {sequence}, {file}, are not those of the definition: {problem}',
    },
    next: {
      zh: '与提供单位核对数据项变更，改好定义后再读',
      en: 'settle with the sender what changed, and correct the definition',
    },
  },
  BATCH_MISCOUNTED: {
    action: 'fail',
    origin: 'remote-department',
    status: 422,
    message: {
      zh: '第 {sequence} 批 {file} 应有 {expected} 条记录，实有 {rows} 条',
      en: 'batch {sequence}, {file}, has {rows} records, {expected} are signed for',
    },
    next: { zh: '请提供单位查明后重新发送', en: 'have the sender find out why and send it again' },
  },
  BATCH_REPEATED: {
    action: 'fail',
    origin: 'remote-department',
    status: 409,
    message: {
      zh: '第 {sequence} 批来过两次，{file} 的内容与先前不同',
      en: 'batch {sequence} came twice, and {file} has other content than the one before',
    },
    next: {
      zh: '与提供单位核对哪一个为准；号码用过就不再用',
      en: 'settle with the sender which one holds; a number is never used twice',
    },
  },
  BATCH_MISSING: {
    action: 'retry',
    origin: 'remote-department',
    status: 503,
    message: {
      zh: '{system}/{resource} 缺第 {numbers} 批，其后的批次等待',
      en: '{numbers} of {system}/{resource} is missing; the batches behind wait',
    },
    next: {
      zh: '请提供单位补发缺号的批次；收到后自动继续',
      en: 'have what is missing sent; reading goes on when it is there',
    },
  },
  RECEIPT_CONTRADICTS: {
    action: 'fail',
    origin: 'remote-department',
    status: 502,
    message: {
      zh: '{resource} 第 {sequence} 批 {file} 的回执与送出的不符：{differs}',
      en: 'the receipt for {file}, batch {sequence} of {resource}, is not for what was sent: {differs}',
    },
    next: {
      zh: '与接收单位核对它收到的文件；signature 不符时核对 receipts.keys。改正后的回执到达即销案',
      en: 'compare with the receiver what it got; for signature check receipts.keys. A receipt that is right settles it',
    },
  },
  RECEIPT_OVERDUE: {
    action: 'retry',
    origin: 'remote-department',
    status: 503,
    message: {
      zh: '{resource} 第 {sequence} 批 {file} 于 {since} 送出，至今没有回执；逾期的共 {count} 批',
      en: '{file}, batch {sequence} of {resource}, was sent at {since} and has no receipt; {count} are overdue in all',
    },
    next: {
      zh: '问接收单位是否收到 {file}：缺了它，其后各批都不会有回执。丢失的请补放：经连接送出的，在收到回执之前保存在 .berth/waiting；其他的从备份取。都没有时运行 berth sync {resource} --restart，并请对方以新的批号为 first',
      en: 'ask the receiver for {file}: without it none behind it gets a receipt. Put one that is lost back: what went over a connection is kept in .berth/waiting until its receipt comes, else take a backup; without either run berth sync {resource} --restart and have the receiver take the new number as its first',
    },
  },
}
