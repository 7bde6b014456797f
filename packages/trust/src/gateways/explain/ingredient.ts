import type { LocalizedText } from '@berth/core'

/** What can differ between a request and what a gateway's dialect asks for. */
export type GatewayIngredient =
  | 'field-missing'
  | 'field-twice'
  | 'field-name'
  | 'field-place'
  | 'field-text'
  | 'time-unit'
  | 'time-zone'
  | 'clock'
  | 'order'
  | 'separator'
  | 'line-feed'
  | 'part-left-out'
  | 'part-added'
  | 'empty-part'
  | 'algorithm'
  | 'encoding'
  | 'letter-case'
  | 'key'
  | 'charset'
  | 'query-order'
  | 'query-encoding'
  | 'path'
  | 'method'
  | 'unexplained'

/** One thing that differs. Its texts hold names of fields, parts and forms, never a value or a secret. */
export interface GatewayFinding {
  readonly ingredient: GatewayIngredient
  /** What was found in the request, as far as it can be named. */
  readonly found: string
  /** What the dialect asks for. */
  readonly expected: string
  readonly message: Required<LocalizedText>
  /** What to do about it. */
  readonly next: Required<LocalizedText>
}

type Words = Readonly<Record<'message' | 'next', Required<LocalizedText>>>

const words: Readonly<Record<GatewayIngredient, Words>> = {
  'field-missing': {
    message: { zh: '缺少字段 {expected}', en: 'the field {expected} is missing' },
    next: {
      zh: '发送该字段；若已发送，查代理：nginx 默认丢弃名称含下划线的请求头（underscores_in_headers）',
      en: 'Send it; where you do, look at the proxies: nginx drops headers with an underscore in their names (underscores_in_headers)',
    },
  },
  'field-twice': {
    message: { zh: '字段 {expected} 出现两次', en: 'the field {expected} is there twice' },
    next: { zh: '只发送一次', en: 'Send it once' },
  },
  'field-name': {
    message: { zh: '字段名写作 {found}，应为 {expected}', en: 'a field is called {found} and has to be {expected}' },
    next: { zh: '按文档的写法，大小写也要一致', en: 'Spell it as documented, upper and lower case included' },
  },
  'field-place': {
    message: {
      zh: '签名字段放在{found}，应放在{expected}',
      en: 'the fields are in the {found} and belong in the {expected}',
    },
    next: { zh: '换一处放', en: 'Put them there' },
  },
  'field-text': {
    message: {
      zh: '字段 {found} 的内容不是固定值 {expected}',
      en: 'the field {found} does not hold the fixed text {expected}',
    },
    next: { zh: '写成该固定值', en: 'Write that text' },
  },
  'time-unit': {
    message: { zh: '时间写作 {found}，应为 {expected}', en: 'the time is written as {found} and has to be {expected}' },
    next: {
      zh: '发送的时间与参与签名的时间都用这一形式，且须是同一文本',
      en: 'Use that form both for the time that is sent and for the one that is signed: the very same text',
    },
  },
  'time-zone': {
    message: { zh: '时间按 {found} 写，应为 {expected}', en: 'the time is that of {found} and has to be {expected}' },
    next: { zh: '按 UTC 取时间再写成文本', en: 'Take the time in UTC before you write it' },
  },
  clock: {
    message: {
      zh: '时钟相差 {found} 秒，允许 {expected} 秒',
      en: 'the clocks differ by {found} seconds; {expected} are allowed',
    },
    next: {
      zh: '用 NTP 校准本机时钟；每次请求都重新取时间并签名',
      en: 'Set the clock by NTP, and take the time and sign anew for every request',
    },
  },
  order: {
    message: {
      zh: '拼接顺序是 {found}，应为 {expected}',
      en: 'the parts are joined as {found} and have to be {expected}',
    },
    next: { zh: '按此顺序拼接', en: 'Join them in that order' },
  },
  separator: {
    message: {
      zh: '各段之间是 {found}，应为 {expected}',
      en: 'between the parts stands {found}; it has to be {expected}',
    },
    next: { zh: '照此拼接，不多加也不少加', en: 'Join them so, with nothing more and nothing less' },
  },
  'line-feed': {
    message: { zh: '换行是 {found}，应为 {expected}', en: 'the line feeds are {found} and have to be {expected}' },
    next: {
      zh: '核对末尾的换行：echo 会多加一个（用 printf），按行拼接的程序常少一个',
      en: 'Look at the last one: echo adds it (use printf), and programs that join lines leave it out',
    },
  },
  'part-left-out': {
    message: { zh: '{found} 没有参与签名，应为 {expected}', en: '{found} is left out of what is signed: {expected}' },
    next: { zh: '把它拼进去', en: 'Join it too' },
  },
  'part-added': {
    message: { zh: '多签了 {found}，应为 {expected}', en: '{found} is signed too; what is signed is {expected}' },
    next: { zh: '不要把它拼进去', en: 'Leave it out' },
  },
  'empty-part': {
    message: { zh: '空的 {expected} 签成了文本 {found}', en: 'the empty {expected} is signed as the text {found}' },
    next: { zh: '没有值时按空文本拼接', en: 'Join the empty text where there is no value' },
  },
  algorithm: {
    message: { zh: '算法是 {found}，应为 {expected}', en: 'the algorithm is {found} and has to be {expected}' },
    next: { zh: '改用该算法', en: 'Use that algorithm' },
  },
  encoding: {
    message: {
      zh: '签名写作 {found}，应为 {expected}',
      en: 'the signature is written as {found} and has to be {expected}',
    },
    next: { zh: '对散列的字节（不是其十六进制文本）按此编码', en: 'Encode the bytes of the hash so, not its hex text' },
  },
  'letter-case': {
    message: { zh: '大小写是 {found}，应为 {expected}', en: 'the letters are {found} and have to be {expected}' },
    next: { zh: '改成该大小写；有的网关逐字比较', en: 'Write them so; some gateways compare letter by letter' },
  },
  key: {
    message: { zh: '密钥不对：用的是 {found}，应为 {expected}', en: 'the key is wrong: {found} instead of {expected}' },
    next: {
      zh: '核对所用的密钥：换取来的与登记的不是同一个，首尾不要带空白或换行，不要先解码',
      en: 'Look at which secret signs: a fetched one is not the registered one; no white space or line feed around it, and do not decode it first',
    },
  },
  charset: {
    message: { zh: '字符编码是 {found}，应为 {expected}', en: 'the charset is {found} and has to be {expected}' },
    next: { zh: '求散列前按该编码取字节', en: 'Take the bytes in that charset before you hash' },
  },
  'query-order': {
    message: {
      zh: '查询参数{found}，应为{expected}',
      en: 'the query parameters are {found} and have to be {expected}',
    },
    next: { zh: '先按键名、同名再按值排序', en: 'Sort them by name, those of one name by value' },
  },
  'query-encoding': {
    message: {
      zh: '查询参数写作 {found}，应为 {expected}',
      en: 'the query is signed {found} and has to be {expected}',
    },
    next: {
      zh: '键与值各按 encodeURIComponent 编码（空格是 %20），空值保留等号',
      en: 'Encode names and values as encodeURIComponent does (a space is %20), and keep the = of an empty value',
    },
  },
  path: {
    message: { zh: '路径签成了 {found}，应为 {expected}', en: 'the path is signed {found} and has to be {expected}' },
    next: { zh: '签网关收到的路径', en: 'Sign the path that the gateway receives' },
  },
  method: {
    message: {
      zh: '方法签成了 {found}，应为 {expected}',
      en: 'the method is signed as {found} and has to be {expected}',
    },
    next: { zh: '签实际的方法，用大写', en: 'Sign the method that is sent, in upper case' },
  },
  unexplained: {
    message: {
      zh: '试过 {found} 种变化都不是这个签名：多半是用了别的密钥，或签名后改了参与签名的值',
      en: 'none of {found} variations gives this signature: most likely another secret signed it, or a signed value was changed afterwards',
    },
    next: {
      zh: '用 --secret 逐个给出可能的密钥；再比对发出时与到达时的字段；应签的是 {expected}',
      en: 'Give each secret that may be meant with --secret, and compare the fields as sent with those that arrived; what is signed is {expected}',
    },
  },
}

/** A finding in both languages. */
export function finding(ingredient: GatewayIngredient, found: string, expected: string): GatewayFinding {
  const fill = ({ zh, en }: Required<LocalizedText>): Required<LocalizedText> => ({
    zh: filled(zh, found, expected),
    en: filled(en, found, expected),
  })
  const { message, next } = words[ingredient]
  return { ingredient, found, expected, message: fill(message), next: fill(next) }
}

function filled(text: string, found: string, expected: string): string {
  return text.replace(/\{(found|expected)\}/g, (_whole, name: string) => (name === 'found' ? found : expected))
}
