/** What the ends of Chinese column names say, the longest first where one holds the other, as the word of an id. */
const ends: readonly (readonly [RegExp, string])[] = [
  [/许可证?(?:编?号|证号)$/, 'permitNumber'],
  [/(?:档案|案卷)(?:编?号)$/, 'fileNumber'],
  [/(?:登记|注册)(?:编?号|证号)$/, 'registrationNumber'],
  [/(?:统一|統一)?(?:社会)?信用代码$/, 'creditCode'],
  [/(?:受理|办件|业务)(?:编?号)$/, 'caseNumber'],
  [/(?:法定代表人|法人代表|负责人|負責人)(?:姓名)?$/, 'representative'],
  [/(?:出生)(?:日期|年月)?$/, 'birthDate'],
  [/(?:发证|颁发|签发|發證)(?:日期|时间)$/, 'issueDate'],
  [/(?:登记|注册|登記)(?:日期|时间)$/, 'registrationDate'],
  [/(?:批准|核准|审批)(?:日期|时间)$/, 'approvalDate'],
  [/(?:有效|截止|到期|失效|终止)(?:日期|时间|期至?)$/, 'expiryDate'],
  [/(?:更新|修改|变更)(?:日期|时间)$/, 'updateTime'],
  [/日期$/, 'date'],
  [/(?:时间|時間)$/, 'time'],
  [/(?:注册资本|注册资金)(?:[（(].*)?$/, 'capital'],
  [/(?:金额|金額|费用|税额)(?:[（(].*)?$/, 'amount'],
  [/(?:单价|价格)(?:[（(].*)?$/, 'price'],
  [/面积(?:[（(].*)?$/, 'area'],
  [/从业人数$/, 'employees'],
  [/(?:数量|人数|户数|次数|件数|总数)$/, 'count'],
  [/(?:备注|備註|说明)$/, 'remarks'],
  [/(?:许可|业务|事项)?(?:类别|类型|种类|類別)$/, 'category'],
  [/(?:状态|狀態)$/, 'status'],
  [/(?:等级|级别)$/, 'level'],
  [/(?:经营范围)$/, 'scope'],
  [/(?:机关|部门|机构)(?:名称)?$/, 'authority'],
  [/(?:地址|住址|住所|地點|地点)$/, 'address'],
  [/(?:电话|手机号?码?|电话号码)$/, 'phone'],
  [/(?:单位|企业|公司)(?:名称|名稱)$/, 'organisationName'],
  [/(?:名称|名稱)$/, 'name'],
  [/(?:编号|編號|号码|号|碼|號)$/, 'number'],
  [/(?:代码|代碼|编码|码)$/, 'code'],
  [/(?:原因|理由)$/, 'reason'],
  [/(?:结果)$/, 'result'],
  [/(?:姓名)$/, 'personName'],
]

/** The id that the end of a Chinese column name gives. Undefined: none. */
export function chineseId(name: string): string | undefined {
  return ends.find(([end]) => end.test(name.trim()))?.[1]
}
