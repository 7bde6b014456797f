import type { Requirement } from './requirement.ts'

/** The clauses that bind a connector. Each is tried by at least one case. */
export const connectorRequirements: readonly Requirement[] = [
  {
    id: 'CAP-1',
    level: 'MUST',
    text: {
      zh: '声明的能力必须可用；没有声明的能力回答 NOT_SUPPORTED，不得以空结果冒充成功。',
      en: 'What is declared works; what is not declared answers NOT_SUPPORTED, never an empty success.',
    },
  },
  {
    id: 'CAP-2',
    level: 'MUST',
    text: {
      zh: 'describe 不读数据行，即能说明每个数据集的列、原生类型与逻辑类型、主键和注释；声明的，还有存储过程、约计行数和所发的查询。',
      en: "describe tells each dataset's columns, native and logical types, key and comments, and where declared procedures, numbers of rows and what it asks, without reading rows.",
    },
  },
  {
    id: 'TYP-1',
    level: 'MUST',
    text: {
      zh: '系统存得下的值逐一原样往返：64 位整数的边界、空文本与 NULL、闰日、0001 年与 9999 年、尾部空格、任意字节。',
      en: 'Every value that the system can hold comes and goes as it is: the ends of int64, empty text and NULL apart, leap days, years 0001 and 9999, trailing blanks, every byte.',
    },
  },
  {
    id: 'TYP-2',
    level: 'MUST',
    text: {
      zh: '不符合列类型的值逐行报告列名、在本次读取中的行次和长度，不得改成别的值，也不含取值；其余的行照常读出。只有键列或变更列的坏值才终止读取。',
      en: 'A cell that is no value of its type has its row reported, with column, position in the read and length, never the value, and never made into another value; every other row arrives. Only such a cell in the key or the change column ends the read.',
    },
  },
  {
    id: 'TXT-1',
    level: 'MUST',
    text: {
      zh: '可按列声明字符集并严格解码；坏字节逐行报告列名、在本次读取中的行次与偏移，不得悄悄替换，其余的行照常读出。',
      en: 'A charset may be declared for a column and is decoded strictly; a row with a bad byte is reported, with column, position in the read and offset, never replaced in silence, and every other row arrives.',
    },
  },
  {
    id: 'LKP-1',
    level: 'MUST',
    text: {
      zh: '取值只作为参数绑定，名称一律加引号，不得拼入语句；恶意的取值和名称不改变任何东西，不存在的名称如实回答。',
      en: 'Values are bound and names are quoted, never pasted into a statement; hostile ones change nothing, any name that there is can be read, and one that is not there is said to be unknown.',
    },
  },
  {
    id: 'LKP-3',
    level: 'MUST',
    text: {
      zh: '条数上限在数据源处执行，并说明是否还有更多。',
      en: 'The limit is enforced at the source, and the answer says when there was more.',
    },
  },
  {
    id: 'LKP-4',
    level: 'MUST',
    text: {
      zh: '一起问的问题，各得其单独询问时的结果：行、次序、上限、错误；文本逐字相等才算相同，不混淆大小写、全角半角、重音和尾部空格。',
      en: 'Questions asked together get exactly what each would get alone: rows, order, limit, error. Texts are alike only where every character is: case, width, accents and trailing blanks are told apart.',
    },
  },
  {
    id: 'SCN-1',
    level: 'MUST',
    text: {
      zh: '静止的数据集每行恰好读出一次，批次不大于所要求的行数。',
      en: 'Every row of a quiet dataset is read exactly once, in batches no larger than asked for.',
    },
  },
  {
    id: 'CHG-1',
    level: 'MUST',
    text: {
      zh: '从任何断点续读都不丢变更：变更列取值相同、毫秒以下的时间、晚提交、时钟回拨。',
      en: 'After resuming from any cursor no change is lost: ties on the change column, times below the millisecond, late commits, clock steps.',
    },
  },
  {
    id: 'CHG-2',
    level: 'MUST',
    text: {
      zh: '声明 deletes 的，按日志或触发器记录的变更也交付删除：变更的行按现状交付，一批中只有一次；已删除的行只有主键。',
      en: 'Deletes are delivered where they are declared, by log and by outbox: a changed row comes as it is now, once in a batch, and one that is gone with its key alone.',
    },
  },
  {
    id: 'APL-1',
    level: 'MUST',
    text: {
      zh: '一批数据要么全部写入要么全不写入；同一批写两次等于写一次。',
      en: 'A batch is applied whole or not at all, and applying it twice is applying it once.',
    },
  },
  {
    id: 'APL-2',
    level: 'MUST',
    text: {
      zh: '被拒绝的行逐行报告原因，其余的行按声明的策略处理。',
      en: 'Rejected rows are reported row by row with their cause; the rest follows the declared policy.',
    },
  },
  {
    id: 'INV-1',
    level: 'MUST',
    text: {
      zh: '同一幂等键的操作只办理一次，重复时如实说明；办理失败不留痕迹；说不清结果时回答 UNKNOWN_OUTCOME，不得猜测。',
      en: 'An operation is done once for each idempotency key, and a repetition is said to be one; what fails leaves nothing; an outcome that is not known is UNKNOWN_OUTCOME, never a guess.',
    },
  },
  {
    id: 'CUR-1',
    level: 'MUST',
    text: {
      zh: '断点对外不透明，原样保存即可续读，其后的行恰好各读一次。',
      en: 'A cursor is opaque and round-trips as it is; a read behind it gives exactly the rest.',
    },
  },
  {
    id: 'CUR-2',
    level: 'MUST',
    text: {
      zh: '无法识别或属于别处的断点是错误，不得悄悄从头再来。',
      en: 'An unreadable or foreign cursor is an error, never a silent restart.',
    },
  },
  {
    id: 'FIL-1',
    level: 'MUST',
    text: {
      zh: '数据文件要么整个出现，要么不出现。带签名说明的文件，签名、字节、摘要、条数、数据项逐一核对无误之后才交付第一行；被改动、截断、未签名、密钥不明、不属于本资源的，各有编码，指明文件和序号，一行也不交付。',
      en: 'A data file appears whole or not at all. Of one with a signed manifest no row is given before signature, bytes, digest, rows and items were checked; one that is altered, cut, unsigned, signed by an unknown key or of another resource has a code of its own that names file and number, and gives no row.',
    },
  },
  {
    id: 'FIL-2',
    level: 'MUST',
    text: {
      zh: '文件按序号读取，不论到达次序。缺号指明号码，其后的文件等待；同号而内容不同的拒绝，内容相同的略过。目标确认收妥后，为每个文件留下一份回执。',
      en: 'Files are read by their numbers, in whatever order they arrive. A missing number is named and the files behind it wait; the same number with other content is refused, with the same content passed over. A receipt is left for each file once the target has it.',
    },
  },
  {
    id: 'ERR-1',
    level: 'MUST',
    text: {
      zh: '每次失败都有编码、责任方、是否重试和中英文的下一步，且不含数据取值。',
      en: 'Every failure has a code, whose fault it is, whether to retry, and the next step in Chinese and English, and holds no value of the data.',
    },
  },
  {
    id: 'RES-1',
    level: 'MUST',
    text: {
      zh: '每个调用遵守中止信号，结束后不留下连接、游标或事务。',
      en: 'Every call honours its abort signal and leaves no connection, read or transaction behind.',
    },
  },
  {
    id: 'SEC-4',
    level: 'MUST',
    text: {
      zh: '只读会话不向业务系统写入任何内容，读完不留下锁、快照或事务。',
      en: 'A session for reading writes nothing to the system, and once it has read keeps no lock, no snapshot and no transaction.',
    },
  },
]
