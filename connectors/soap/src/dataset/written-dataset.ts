import type { ObjectDefinition, TextDefinition } from '@berth/core'
import { datasetMembers, type WrittenDataset } from '@berth/services'

/** A dataset as a docking writes it, valid by `soapDefinition`. */
export interface WrittenSoapDataset extends Omit<WrittenDataset, 'operation'> {
  /** The operation as the WSDL names it. */
  readonly operation: string
  readonly service?: string
  readonly port?: string
  /** Texts by the names or paths of elements. */
  readonly input?: unknown
  readonly header?: {
    readonly namespace?: string
    readonly element: string
    readonly content?: unknown
  }
  readonly submits?: boolean
}

const text = (zh: string, en: string): TextDefinition => ({ type: 'text', title: { zh, en } })

/** What a docking writes about a dataset or an operation of a SOAP service. */
export const soapDefinition: ObjectDefinition = {
  type: 'object',
  title: { zh: 'SOAP 数据集', en: 'a dataset over SOAP' },
  members: {
    ...datasetMembers,
    operation: { ...text('WSDL 中的操作', 'the operation in the WSDL'), required: true },
    service: text('服务，有多个时写明', 'the service, where there are several'),
    port: text('端口，有多个时写明', 'the port, where there are several'),
    input: {
      type: 'any',
      title: {
        zh: '报文内容：元素名或路径到取值，{名称} 处填入参数',
        en: 'the message: names or paths of elements to values; {name} stands for an input',
      },
    },
    header: {
      type: 'object',
      title: { zh: '报文头中的元素', en: 'an element in the header' },
      members: {
        namespace: text('命名空间', 'namespace'),
        element: { ...text('元素名', 'its name'), required: true },
        content: { type: 'any', title: { zh: '内容', en: 'its content' } },
      },
    },
    submits: {
      type: 'boolean',
      title: { zh: '这是办理操作，不是查询', en: 'it does something; it is no query' },
    },
  },
}
