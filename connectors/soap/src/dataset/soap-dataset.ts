import { BerthError } from '@berth/core'
import { idempotencyKeyName, pageNames, readDataset, type ServiceDataset } from '@berth/services'
import { compileMessage, type Message, writeFreely } from '../message/compile-message.ts'
import { inputLeaf } from '../message/input-leaf.ts'
import { type InputText, messageInput, type RefuseInput } from '../message/message-input.ts'
import { isXmlName } from '../message/xml-name.ts'
import type { ServiceDescription, ServiceOperation } from '../wsdl/service-description.ts'
import { findOperation } from './find-operation.ts'
import type { WrittenSoapDataset } from './written-dataset.ts'

/** A dataset with the operation that it is asked of, compiled. */
export interface SoapDataset {
  readonly dataset: ServiceDataset
  readonly operation: ServiceOperation
  readonly message: Message
  /** What stands in the header of its requests, besides what authenticates them. */
  readonly header: Message
}

/** Inputs that come from the options: for headers with a login of their own. */
export const loginNames = { user: '$user', password: '$password' } as const

/** Compiles a definition against the WSDL. Throws `DEFINITION_INVALID`, which names dataset and place. */
export function soapDataset(name: string, written: WrittenSoapDataset, description: ServiceDescription): SoapDataset {
  const operation = findOperation(description, written, name)
  const names = new Set<string>()
  const part = <Result>(
    place: string,
    content: unknown,
    read: (leaf: (value: unknown, path: string) => InputText | undefined, refuse: RefuseInput) => Result,
  ): Result => {
    const refuse: RefuseInput = (path) => {
      const expected = `${operation.name}: ${expectedOf(place)}`
      throw new BerthError('DEFINITION_INVALID', {
        connector: 'soap',
        dataset: name,
        path: path === '' ? place : `${place}.${path}`,
        expected,
      })
    }
    if (content === undefined) return read(() => undefined, refuse)
    return read((value, path) => {
      const leaf = inputLeaf(value, path, refuse)
      for (const each of leaf?.names ?? []) names.add(each)
      return leaf?.text
    }, refuse)
  }
  const message = part('input', written.input, (leaf, refuse) =>
    compileMessage(operation, description.schemas, messageInput(written.input ?? {}, leaf, refuse), refuse),
  )
  const header = part('header', written.header, (leaf, refuse) => {
    if (written.header === undefined) return () => ''
    const { element, namespace = '', content = {} } = written.header
    if (!isXmlName(element)) refuse('element')
    return writeFreely({ namespace, name: element }, messageInput(content, leaf, refuse), refuse)
  })
  const own = new Set<string>([...pageNames, idempotencyKeyName, ...Object.values(loginNames)])
  const { submits = false, ...rest } = written
  const dataset = readDataset(
    name,
    { ...rest, operation: submits },
    {
      connector: 'soap',
      format: 'xml',
      placeholders: [...names].filter((each) => !own.has(each)),
    },
  )
  return { dataset, operation, message, header }
}

function expectedOf(place: string): string {
  return place === 'input' ? 'an element of the message in the WSDL' : 'names of elements'
}
