import type { DefinitionDoubt } from '@berth/core'
import type { WrittenSoapDataset } from '../dataset/written-dataset.ts'

/** What of a draft is not in the WSDL, for the person who goes through it. */
export function doubtsAbout({ submits, paging, answer }: WrittenSoapDataset): readonly DefinitionDoubt[] {
  const doubts: DefinitionDoubt[] = []
  if (submits === true)
    doubts.push({
      entry: 'submits',
      text: {
        zh: '操作名称不像查询，按办理操作起草；确为查询时删去此行。办理时在 input 中写明 {idempotencyKey} 的位置',
        en: 'its name does not say that it reads; if it does, remove this. If not, say in input where {idempotencyKey} goes',
      },
    })
  if (paging !== undefined)
    doubts.push({
      entry: 'paging',
      text: {
        zh: '按元素名称推测，页码从 1 起，直到空页；从 0 起时加 first: 0',
        en: 'guessed by the name of the element: pages are counted from 1, until one is empty; first: 0 where they begin at 0',
      },
    })
  if (answer?.success === undefined && answer?.columns !== undefined)
    doubts.push({
      entry: 'answer',
      text: {
        zh: 'WSDL 不说明成功的标志；应答中有状态码时写 success',
        en: 'a WSDL does not say how an answer tells success; where it has a code for it, write success',
      },
    })
  const times = Object.values(answer?.columns ?? {}).some(
    (column) => typeof column !== 'string' && column.type === 'datetime',
  )
  if (times)
    doubts.push({
      entry: 'answer',
      text: {
        zh: '时间按不带时区起草；服务写时区（+08:00）时类型改为 instant',
        en: 'times are drafted without an offset; where the service writes one (+08:00), the type is instant',
      },
    })
  return doubts
}
