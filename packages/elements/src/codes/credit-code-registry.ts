import type { CodeTable } from './code-table.ts'

/** The first character of a unified social credit code. */
export const creditCodeRegistries: CodeTable = {
  id: 'gb.creditCodeRegistry',
  title: { zh: '登记管理部门代码', en: 'Registering department' },
  standard: 'GB 32100-2015',
  entries: [
    { code: '1', name: { zh: '机构编制', en: 'Public institutions' } },
    { code: '2', name: { zh: '外交', en: 'Foreign affairs' } },
    { code: '3', name: { zh: '司法行政', en: 'Judicial administration' } },
    { code: '4', name: { zh: '文化', en: 'Culture' } },
    { code: '5', name: { zh: '民政', en: 'Civil affairs' } },
    { code: '6', name: { zh: '旅游', en: 'Tourism' } },
    { code: '7', name: { zh: '宗教', en: 'Religion' } },
    { code: '8', name: { zh: '工会', en: 'Trade unions' } },
    { code: '9', name: { zh: '工商', en: 'Industry and commerce' } },
    { code: 'A', name: { zh: '中央军委改革和编制办公室', en: 'Military reform and establishment' } },
    { code: 'N', name: { zh: '农业', en: 'Agriculture' } },
    { code: 'Y', name: { zh: '其他', en: 'Other' } },
  ],
}
