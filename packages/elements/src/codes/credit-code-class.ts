import type { Code, CodeTable } from './code-table.ts'

/** The first two characters of a unified social credit code: who registers, and what kind of organisation it is. */
export const creditCodeClasses: CodeTable = {
  id: 'gb.creditCodeClass',
  title: { zh: '机构类别代码', en: 'Class of organisation' },
  standard: 'GB 32100-2015',
  entries: [
    entry('11', '机关', 'State organ'),
    entry('12', '事业单位', 'Public institution'),
    entry('13', '群众团体', 'Mass organisation'),
    entry('19', '其他', 'Other'),
    entry('21', '外国常驻新闻机构', 'Resident foreign news agency'),
    entry('29', '其他', 'Other'),
    entry('31', '律师执业机构', 'Law practice'),
    entry('32', '公证处', 'Notary office'),
    entry('33', '基层法律服务所', 'Local legal service'),
    entry('34', '司法鉴定机构', 'Forensic institution'),
    entry('35', '仲裁委员会', 'Arbitration commission'),
    entry('39', '其他', 'Other'),
    entry('41', '外国在华文化中心', 'Foreign cultural centre'),
    entry('49', '其他', 'Other'),
    entry('51', '社会团体', 'Social organisation'),
    entry('52', '民办非企业单位', 'Private non-enterprise unit'),
    entry('53', '基金会', 'Foundation'),
    entry('59', '其他', 'Other'),
    entry('61', '外国旅游部门常驻代表机构', 'Resident office of a foreign tourism authority'),
    entry('62', '港澳台地区旅游部门常驻内地（大陆）代表机构', 'Resident office of a regional tourism authority'),
    entry('69', '其他', 'Other'),
    entry('71', '宗教活动场所', 'Place of worship'),
    entry('72', '宗教院校', 'Religious school'),
    entry('79', '其他', 'Other'),
    entry('81', '基层工会', 'Local trade union'),
    entry('89', '其他', 'Other'),
    entry('91', '企业', 'Enterprise'),
    entry('92', '个体工商户', 'Self-employed business'),
    entry('93', '农民专业合作社', 'Farmers’ cooperative'),
    entry('A1', '军队事业单位', 'Military institution'),
    entry('A9', '其他', 'Other'),
    entry('N1', '组级集体经济组织', 'Group-level collective'),
    entry('N2', '村级集体经济组织', 'Village-level collective'),
    entry('N3', '乡镇级集体经济组织', 'Township-level collective'),
    entry('N9', '其他', 'Other'),
    entry('Y1', '其他', 'Other'),
  ],
}

function entry(code: string, zh: string, en: string): Code {
  return { code, name: { zh, en } }
}
