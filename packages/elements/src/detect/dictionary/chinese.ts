import type { TermGroup } from './term.ts'

/** Ends of Chinese comments and column names. The longest that fits counts. */
export const chineseTerms: readonly TermGroup[] = [
  {
    element: 'person.citizenNumber',
    weight: 0.9,
    terms:
      '身份证号 身份证号码 身份证 公民身份号码 公民身份证号码 居民身份证号码 居民身份证号 身份证件号码 身份号码 身份证编号',
  },
  { element: 'person.citizenNumber', weight: 0.5, terms: '证件号码 证件号' },
  {
    element: 'certificate.number',
    weight: 0.65,
    terms:
      '证件号码 证件号 证书编号 证书号 证书号码 许可证号 许可证编号 许可证号码 结婚证号 离婚证号 证字号 证号 执照号 产权证号 权证号 证照编号 证照号码',
  },
  {
    element: 'person.name',
    weight: 0.85,
    terms:
      '姓名 法定代表人 负责人 联系人 经办人 申请人 户主 代理人 权利人姓名 当事人 监护人 投资人 承办人 曾用名 登记员 操作员',
  },
  { element: 'person.sex', weight: 0.9, terms: '性别 性别代码' },
  { element: 'person.birthDate', weight: 0.9, terms: '出生日期 出生年月日 出生年月 生日 出生时间' },
  { element: 'person.maritalStatus', weight: 0.9, terms: '婚姻状况 婚姻状态 婚姻状况代码 婚况' },
  { element: 'person.ethnicGroup', weight: 0.9, terms: '民族 民族代码' },
  { element: 'person.mobilePhone', weight: 0.9, terms: '手机 手机号 手机号码 移动电话 移动电话号码' },
  {
    element: 'person.phone',
    weight: 0.85,
    terms: '电话 联系电话 电话号码 联系方式 固定电话 办公电话 家庭电话 传真 座机',
  },
  {
    element: 'person.address',
    weight: 0.8,
    terms: '地址 住址 住所 户籍地 居住地 户籍所在地 经营场所 坐落 家庭住址 详细地址 通讯地址 现住址 户口所在地 门牌号',
  },
  { element: 'person.passport', weight: 0.9, terms: '护照号 护照号码 护照编号' },
  {
    element: 'organisation.creditCode',
    weight: 0.95,
    terms: '统一社会信用代码 社会信用代码 信用代码 统一信用代码 统一代码',
  },
  { element: 'organisation.organisationCode', weight: 0.9, terms: '组织机构代码 机构代码证号' },
  {
    element: 'organisation.name',
    weight: 0.8,
    terms:
      '单位名称 企业名称 公司名称 机构名称 工作单位 服务单位 组织名称 部门名称 学校名称 医院名称 登记机关 发证机关 签发机关 登记机构 受理单位 所属单位 所在单位 机关 开户银行 开户行',
  },
  { element: 'organisation.name', weight: 0.45, terms: '单位' },
  { element: 'place.division', weight: 0.85, terms: '行政区划 行政区划代码 区划代码 行政区代码 区划 行政区' },
  { element: 'place.name', weight: 0.6, terms: '籍贯 出生地 省份 城市 区县 街道 乡镇 社区 村' },
  { element: 'place.country', weight: 0.8, terms: '国籍 国家 国别 国家或地区' },
  { element: 'contact.email', weight: 0.9, terms: '邮箱 电子邮箱 电子邮件 邮箱地址 电子邮件地址' },
  { element: 'contact.postalCode', weight: 0.9, terms: '邮编 邮政编码' },
  { element: 'event.date', weight: 0.8, terms: '日期 年月日' },
  { element: 'event.datetime', weight: 0.75, terms: '时间 时间戳' },
  {
    element: 'money.amount',
    weight: 0.8,
    terms:
      '金额 工资 薪资 收入 费用 余额 总额 税额 单价 价格 注册资本 注册资金 补贴 罚款 缴费额 预算 价款 保费 贷款额 公积金额',
  },
  { element: 'bank.cardNumber', weight: 0.9, terms: '银行卡号 银行卡 卡号 银行卡号码' },
  { element: 'bank.accountNumber', weight: 0.85, terms: '银行账号 银行帐号 账号 帐号 银行账户 账户号码 开户账号' },
  { element: 'vehicle.plate', weight: 0.9, terms: '车牌号 车牌号码 车牌 号牌号码 车辆号牌' },
]
