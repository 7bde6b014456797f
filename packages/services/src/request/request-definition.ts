import type { DefinitionSchema, LocalizedText, ObjectDefinition } from '@berth/core'

const title = (zh: string, en: string): Required<LocalizedText> => ({ zh, en })
const value = title('取值，{名称} 处填入参数', 'value; {name} stands for an input')

const fields = (zh: string, en: string): DefinitionSchema => ({
  type: 'map',
  title: title(zh, en),
  values: {
    type: 'choice',
    title: value,
    of: [
      { type: 'text', title: value },
      { type: 'integer', title: value },
      { type: 'boolean', title: value },
      { type: 'list', title: value, items: { type: 'text', title: value } },
    ],
  },
})

/** The request of a dataset over HTTP. */
export const requestDefinition: ObjectDefinition = {
  type: 'object',
  title: title('请求', 'the request'),
  members: {
    method: {
      type: 'text',
      enum: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'],
      title: title('方法；默认有正文用 POST，否则 GET', 'method; POST where there is a body, else GET'),
    },
    path: {
      type: 'text',
      required: true,
      title: title('接在 url 之后的路径，{名称} 处填入参数', 'path behind the url; {name} stands for an input'),
    },
    query: fields('查询参数', 'query'),
    headers: {
      type: 'map',
      title: title('请求头；密钥不写在此处', 'headers; never secrets'),
      values: { type: 'text', title: value },
    },
    charset: { type: 'text', title: title('地址与正文的字符集，默认 UTF-8', 'charset of address and body; UTF-8') },
    body: {
      type: 'object',
      title: title('正文，写其中一种', 'the body, one of'),
      members: {
        json: { type: 'any', title: title('JSON', 'JSON') },
        form: fields('表单', 'form'),
        xml: { type: 'text', title: title('XML', 'XML') },
        text: { type: 'text', title: title('文本', 'text') },
        contentType: { type: 'text', title: title('Content-Type', 'Content-Type') },
      },
    },
  },
}
