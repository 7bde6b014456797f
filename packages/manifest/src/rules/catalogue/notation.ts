import type { RuleDefinition } from '../definition.ts'

/** The rules of this group. */
export type NotationRule =
  | 'MAN-131'
  | 'MAN-132'
  | 'MAN-133'
  | 'MAN-134'
  | 'MAN-135'
  | 'MAN-136'
  | 'MAN-137'
  | 'MAN-138'
  | 'MAN-140'
  | 'MAN-141'
  | 'TXT-101'

/** How single values are written. */
export const notationRules: Readonly<Record<NotationRule, RuleDefinition>> = {
  'MAN-131': {
    severity: 'error',
    title: { zh: '时长写法正确', en: 'a duration is written as durations are' },
    message: { zh: '{value} 不是时长', en: '{value} is not a duration' },
    next: { zh: '例如 P1D、PT10M、10m，且大于零', en: 'such as P1D, PT10M or 10m, and more than nothing' },
  },
  'MAN-132': {
    severity: 'error',
    title: { zh: '工作时间写法正确', en: 'hours are written as hours are' },
    message: { zh: '{value} 不是工作时间', en: '{value} does not tell hours' },
    next: {
      zh: '例如 "Mon-Fri 08:30-12:00,14:00-17:30 Asia/Shanghai"',
      en: 'such as "Mon-Fri 08:30-12:00,14:00-17:30 Asia/Shanghai"',
    },
  },
  'MAN-133': {
    severity: 'error',
    title: { zh: '类型写法正确', en: 'a type is written as types are' },
    message: { zh: '{value} 不是类型', en: '{value} is not a type' },
    next: { zh: '可用：{allowed}', en: 'one of: {allowed}' },
    suggest: { zh: '是否想写 {suggestion}？可用：{allowed}', en: 'did you mean {suggestion}? One of: {allowed}' },
  },
  'MAN-134': {
    severity: 'error',
    title: { zh: '日期时间格式写法正确', en: 'a date and time pattern is written as patterns are' },
    message: { zh: '{value} 不是日期时间格式', en: '{value} is not a date and time pattern' },
    next: {
      zh: "只用 yyyy MM dd HH mm ss SSS，每个至多一次；其他字母放在单引号中，例如 yyyy-MM-dd'T'HH:mm:ss",
      en: "use yyyy MM dd HH mm ss SSS, each at most once; other letters stand in single quotes: yyyy-MM-dd'T'HH:mm:ss",
    },
  },
  'MAN-135': {
    severity: 'error',
    title: { zh: '格式与类型相符', en: 'a format fits its type' },
    message: { zh: '此格式不能用于类型 {type}：{problem}', en: 'the format does not fit the type {type}: {problem}' },
    next: { zh: '改正格式，或改正类型', en: 'correct the format, or the type' },
  },
  'MAN-136': {
    severity: 'error',
    title: { zh: '地址写法正确', en: 'an address is written as addresses are' },
    message: { zh: '{key} 不是 http 或 https 地址', en: '{key} is not an http or https address' },
    next: { zh: '例如 https://platform.example', en: 'such as https://platform.example' },
  },
  'MAN-137': {
    severity: 'error',
    title: { zh: '连接器写的是包名', en: 'a connector is named by its package' },
    message: { zh: '{value} 不是包名', en: '{value} is not the name of a package' },
    next: {
      zh: '例如 "@berth/connector-firebird"，或本目录中的 "./connector.ts"',
      en: 'such as "@berth/connector-firebird", or "./connector.ts" in this folder',
    },
  },
  'MAN-138': {
    severity: 'error',
    title: { zh: '调用时限在 1 秒到 1 小时之间', en: 'a call may take from a second to an hour' },
    message: { zh: '{value} 不在 1 秒到 1 小时之间', en: '{value} is not from a second to an hour' },
    next: { zh: '例如 PT2M；系统更慢时请改善索引或分页', en: 'such as PT2M; of a slower system mend indexes or pages' },
  },
  'MAN-140': {
    severity: 'error',
    title: { zh: '单位代码是统一社会信用代码', en: "an owner's code is a unified social credit code" },
    message: { zh: '单位代码不是统一社会信用代码：{problem}', en: 'this is no unified social credit code: {problem}' },
    next: { zh: '填写单位证书上的 18 位代码', en: "write the 18 characters of the owner's certificate" },
  },
  'MAN-141': {
    severity: 'warning',
    title: { zh: '单位代码的校验位相符', en: "the check character of an owner's code fits" },
    message: { zh: '单位代码的校验位不符', en: "the check character of the owner's code does not fit the others" },
    next: {
      zh: '与单位证书核对；确为实际颁发的可以不改',
      en: "compare it with the owner's certificate; leave it if it was really issued so",
    },
  },
  'TXT-101': {
    severity: 'error',
    title: { zh: '字符集有名可查', en: 'a charset is known' },
    message: { zh: '不认识字符集 {charset}', en: 'the charset {charset} is not known' },
    next: { zh: '例如 UTF-8、GB18030、GBK、Big5', en: 'such as UTF-8, GB18030, GBK or Big5' },
    suggest: { zh: '是否想写 {suggestion}？', en: 'did you mean {suggestion}?' },
  },
}
