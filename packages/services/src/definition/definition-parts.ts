import type { DefinitionSchema, LocalizedText, ObjectDefinition, TextDefinition } from '@berth/core'

const title = (zh: string, en: string): Required<LocalizedText> => ({ zh, en })
const text = (zh: string, en: string): TextDefinition => ({ type: 'text', title: title(zh, en) })
const texts = (zh: string, en: string): DefinitionSchema => ({
  type: 'list',
  items: text('文本', 'a text'),
  title: title(zh, en),
})
const format: TextDefinition = { ...text('正文格式', 'what the text is'), enum: ['json', 'xml'] }
const typeNotation: TextDefinition = {
  ...text('类型，如 text(30)、integer、decimal(18,2)、date', 'type, such as text(30), integer, decimal(18,2), date'),
  pattern: '[a-z0-9]+(?:\\(\\d+(?:,\\d+)?\\))?',
}

/** What a request is told, by name. */
export const inputsDefinition: DefinitionSchema = {
  type: 'map',
  title: title('请求参数；省略时由请求中的 {名称} 得出', 'inputs; those written as {name} in the request when absent'),
  values: {
    type: 'choice',
    title: title('类型，或详细说明', 'its type, or more about it'),
    of: [
      typeNotation,
      {
        type: 'object',
        title: title('参数', 'input'),
        members: {
          type: typeNotation,
          optional: { type: 'boolean', title: title('可以不给', 'need not be given') },
          default: text('不给时的值', 'what stands for it when it is not given'),
          pattern: text('时间的写法，如 yyyyMMddHHmmss', 'how a time is written, such as yyyyMMddHHmmss'),
        },
      },
    ],
  },
}

const columnsDefinition: DefinitionSchema = {
  type: 'map',
  title: title('列：名称到记录中的位置', 'columns: name to place in the record'),
  values: {
    type: 'choice',
    title: title('JSONPath 或 XPath，或详细说明', 'JSONPath or XPath, or more about it'),
    of: [
      text('记录中的位置', 'place in the record'),
      {
        type: 'object',
        title: title('列', 'column'),
        members: {
          at: { ...text('记录中的位置', 'place in the record'), required: true },
          type: typeNotation,
          required: { type: 'boolean', title: title('不可缺少', 'a record without it is not taken') },
          comment: text('说明', 'what it is'),
        },
      },
    ],
  },
}

/** How an answer, or the document inside it, says that all went well. */
const successDefinition: ObjectDefinition = {
  type: 'object',
  title: title('成功的标志', 'how it says that it succeeded'),
  members: {
    at: { ...text('位置', 'place'), required: true },
    equals: { ...texts('表示成功的值', 'values that mean success'), required: true },
    none: texts('表示没有记录的值', 'values that mean that there are no records'),
    busy: texts('表示稍后再来的值', 'values that mean: come again later'),
    denied: texts('表示凭据不对的值', 'values that mean wrong credentials'),
    repeated: texts('表示先前已办的值', 'values that mean that it had been done before'),
    message: text('说明文字的位置，只用于调试', 'place of its message, for debugging alone'),
  },
}

/** How an answer becomes records. */
export const answerDefinition: ObjectDefinition = {
  type: 'object',
  title: title('应答', 'the answer'),
  members: {
    format,
    charset: text('字符集；以应答自身所说为准时省略', 'charset; absent where the answer says it itself'),
    namespaces: {
      type: 'map',
      title: title('XPath 前缀', 'prefixes of XPaths'),
      values: text('命名空间', 'namespace'),
    },
    success: successDefinition,
    payload: {
      type: 'object',
      title: title('以文本嵌在应答中的正文', 'a document that is a text inside the answer'),
      members: {
        at: { ...text('位置', 'place'), required: true },
        encoding: {
          type: 'list',
          title: title('依次解开', 'undone in this order'),
          items: { ...text('编码', 'encoding'), enum: ['base64', 'hex', 'gzip', 'deflate'] },
        },
        charset: text('字符集', 'charset'),
        format,
        success: successDefinition,
      },
    },
    records: text('记录的位置', 'place of the records'),
    emptyWhenMissing: {
      type: 'boolean',
      title: title('该处没有时表示没有记录', 'nothing there means no records'),
    },
    none: {
      type: 'list',
      title: title('表示没有记录的 HTTP 状态', 'HTTP statuses that mean no records'),
      items: { type: 'integer', minimum: 204, maximum: 499, title: title('状态', 'status') },
    },
    nulls: texts('表示空值的文本', 'texts that stand for NULL'),
    otherRecords: {
      ...text('与所查不符的记录：拒绝，或略去', 'records that are not what was asked for: refuse, or drop them'),
      enum: ['refuse', 'drop'],
    },
    columns: columnsDefinition,
  },
}

/** How the rest of a long answer is asked for. */
export const pagingDefinition: ObjectDefinition = {
  type: 'object',
  title: title('分页', 'pages'),
  members: {
    by: {
      ...text('方式', 'kind'),
      required: true,
      enum: ['page', 'offset', 'cursor', 'link', 'until-empty'],
    },
    size: {
      type: 'integer',
      minimum: 1,
      maximum: 100_000,
      title: title('每页条数，即 {size}', 'records of a page: {size}'),
    },
    shortPageIsLast: {
      type: 'boolean',
      title: title(
        '不满一页即为末页：已确认服务按所要的条数给',
        'a page that is not full is the last: the service is known to give as many as it is asked for',
      ),
    },
    first: { type: 'integer', minimum: 0, maximum: 1, title: title('首页的页码', 'number of the first page') },
    total: text('总数的位置', 'place of the number of all records'),
    next: text('下一页游标或地址的位置', 'place of the cursor or address of the next page'),
    more: text('是否还有下一页的位置', 'place that says whether there are more'),
    maxPages: { type: 'integer', minimum: 1, maximum: 1_000_000, title: title('最多页数', 'the most pages') },
  },
}

/** What every definition of a service dataset has besides its request. */
export const datasetMembers: Readonly<Record<string, DefinitionSchema>> = {
  title: text('名称', 'what it is'),
  inputs: inputsDefinition,
  answer: answerDefinition,
  paging: pagingDefinition,
  key: texts('唯一标识一条记录的列', 'columns that name a record uniquely'),
  order: texts('服务按其升序给出记录的列', 'columns that the service orders its records by, ascending'),
  changes: {
    type: 'object',
    title: title('变更', 'changes'),
    members: {
      column: { ...text('随变更增长的列', 'column that grows with every change'), required: true },
      since: text('表示起始的参数', 'input that says since when'),
    },
  },
  operation: { type: 'boolean', title: title('这是办理操作，不是查询', 'it does something; it is no query') },
}
