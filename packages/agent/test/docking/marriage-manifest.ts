import type { DockingManifest, Resource } from '@berth/manifest'
import { testItem } from '../plan/test-item.ts'

const resource: Resource = {
  id: 'marriage',
  title: { zh: '结婚登记信息', en: 'Marriages' },
  draft: false,
  sharing: { type: 'conditional', condition: '办理贷款', purposes: ['housing-loan', 'audit'] },
  update: { cycle: 'daily' },
  from: { connection: 'registry', dataset: 'T_HYDJ', key: ['ID'] },
  items: [
    testItem('id', 'integer', { from: 'ID', required: true }),
    testItem('husbandId', 'text(18)', { from: 'NF_SFZH', element: 'person.citizenNumber', grade: 3 }),
    testItem('district', 'text(20)', { from: 'QX', grade: 1 }),
    testItem('registeredOn', 'date', { from: 'DJRQ', format: { pattern: 'yyyyMMdd' } }),
    testItem('valid', 'boolean', { from: 'YXBZ', format: { true: ['Y'], false: ['N'] }, grade: 1 }),
    testItem('note', 'text(40)', { from: 'BZ', grade: 'important' }),
    ungraded(),
  ],
  provide: {
    parameter: { by: [['husbandId'], ['district', 'registeredOn'], ['id'], ['valid']], limit: 3, offline: 'reject' },
  },
}

/** An item that nobody has graded: nothing of it may ever be seen outside. */
function ungraded(): Resource['items'][number] {
  const { grade: _grade, ...item } = testItem('secretNote', 'text(60)', { from: 'MM' })
  return item
}

/** A docking of a marriage register, as the loader would give it. */
export const marriageManifest: DockingManifest = {
  berth: 1,
  system: {
    id: 'civil-affairs.marriage',
    title: { zh: '婚姻登记系统', en: 'Marriage registry' },
    owner: { title: { zh: '某市民政局' }, code: '91350100M000100Y43' },
  },
  connections: { registry: { id: 'registry', use: '@berth/connector-memory', options: {}, datasets: {} } },
  resources: {
    marriage: resource,
    draft: { ...resource, id: 'draft', draft: true },
    closed: { ...resource, id: 'closed', provide: {} },
  },
  operations: {
    apply: {
      id: 'apply',
      title: { zh: '申请结婚证明', en: 'Apply for a certificate' },
      purposes: [],
      input: [
        testItem('husbandId', 'text(18)', { from: 'SFZH', element: 'person.citizenNumber', required: true }),
        testItem('wantedOn', 'date', { from: 'SQRQ', format: { pattern: 'yyyyMMdd' } }),
        testItem('copies', 'integer', { from: 'FS' }),
      ],
      accept: { parameter: { connection: 'registry', dataset: 'T_SQ', key: [], offline: 'reject' } },
    },
  },
  digest: 'ab'.repeat(32),
  folder: '/',
}
