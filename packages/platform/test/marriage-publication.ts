import type { Publication, PublishedItem, PublishedResource } from '@berth/manifest'

/** The resource that most tests publish: four items, one of them not graded. */
export const marriage: PublishedResource = {
  id: 'marriage',
  title: { zh: '结婚登记信息', en: 'Marriage registrations' },
  summary: { zh: '本市结婚登记的基本信息', en: 'Basic facts of marriages registered in this city' },
  sharing: { type: 'conditional', condition: '用于不动产登记核验', purposes: ['housing-loan', 'house-registration'] },
  update: { cycle: 'daily' },
  subject: { kind: 'person', by: ['husbandId'] },
  items: [
    item('husbandId', '男方身份证号', 3, { element: 'person.citizenNumber', required: true }),
    item('wifeId', '女方身份证号', 3),
    item('registeredOn', '登记日期', 2, { type: 'date' }),
    item('remark', '备注', undefined),
  ],
  modes: { parameter: { by: [['husbandId']], limit: 50 }, file: true },
}

/** What the marriage registry publishes. */
export function marriagePublication(change: Partial<Publication> = {}): Publication {
  return {
    berth: 1,
    system: {
      id: 'civil-affairs.marriage',
      title: { zh: '婚姻登记系统', en: 'Marriage registry' },
      owner: { title: { zh: '某市民政局', en: 'Civil affairs bureau' }, code: '91350100M000100Y43' },
    },
    manifest: 'a'.repeat(64),
    resources: [marriage],
    operations: [
      {
        id: 'applyCertificate',
        title: { zh: '申请补领结婚证' },
        purposes: [],
        input: [item('husbandId', '男方身份证号', 3), item('reason', '补领原因', 2)],
      },
    ],
    ...change,
  }
}

/** A text item as a docking publishes it. */
export function item(
  id: string,
  title: string,
  grade: PublishedItem['grade'],
  change: Partial<PublishedItem> = {},
): PublishedItem {
  return {
    id,
    title: { zh: title },
    type: 'text(18)',
    ...(grade === undefined ? {} : { grade }),
    categories: ['personal'],
    maintainer: '婚姻登记处',
    authoritative: true,
    required: false,
    ...change,
  }
}
