import type { GatewayDialect } from '../dialect.ts'
import { gjgxjhpt } from './gjgxjhpt.ts'

/** The national government service platform: the names differ, the formula does not. */
export const gjzwfwpt: GatewayDialect = {
  ...gjgxjhpt,
  id: 'gjzwfwpt',
  title: { zh: '国家政务服务平台（数据直达）', en: 'National government service platform (direct data access)' },
  fields: [
    { name: 'gjzwfwpt_rid', holds: 'id' },
    { name: 'gjzwfwpt_sid', holds: 'service' },
    { name: 'gjzwfwpt_rtime', holds: 'timestamp' },
    { name: 'gjzwfwpt_sign', holds: 'signature' },
  ],
  evidence: 'primary-source',
  notes: [
    ...gjgxjhpt.notes,
    {
      zh: '正文为 UTF-8 的 JSON，键名一律小写；一个接口一个 sid（接口规范 v0.55）。',
      en: 'Bodies are JSON in UTF-8 with all keys in lower case; one sid for each interface (specification v0.55).',
    },
  ],
}
