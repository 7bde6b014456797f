import type { RuleDefinition } from '../definition.ts'

/** The rules of this group. */
export type ItemRule =
  | 'MAN-201'
  | 'MAN-202'
  | 'MAN-203'
  | 'MAN-204'
  | 'MAN-205'
  | 'MAN-206'
  | 'MAN-207'
  | 'MAN-208'
  | 'MAN-209'
  | 'MAN-301'
  | 'MAN-401'
  | 'MAN-402'
  | 'MAN-403'

/** Data items and the sharing of resources. */
export const itemRules: Readonly<Record<ItemRule, RuleDefinition>> = {
  'MAN-201': {
    severity: 'error',
    title: { zh: '数据项有名称', en: 'an item has a title' },
    message: { zh: '数据项 {item} 没有 title', en: 'the item {item} has no title' },
    next: { zh: '写明这个字段的含义：title: 男方姓名', en: 'say what the field means: title: Name of the husband' },
  },
  'MAN-202': {
    severity: 'error',
    title: { zh: '数据项有类型或数据元', en: 'an item has a type or a data element' },
    message: { zh: '数据项 {item} 没有 type，也没有 element', en: 'the item {item} has neither type nor element' },
    next: {
      zh: '写 type（如 text(30)、date），或 element（如 person.citizenNumber）',
      en: 'write type (text(30), date) or element (person.citizenNumber)',
    },
  },
  'MAN-203': {
    severity: 'error',
    title: { zh: '数据项有维护责任主体', en: 'an item has a maintainer' },
    message: { zh: '数据项 {item} 没有 maintainer', en: 'the item {item} has no maintainer' },
    next: {
      zh: '写明维护责任主体；整个资源相同的写在资源的 maintainer 中',
      en: 'name who maintains it; one for all items stands as maintainer of the resource',
    },
  },
  'MAN-204': {
    severity: 'error',
    title: { zh: '类型与数据元不矛盾', en: 'type and element do not contradict' },
    message: {
      zh: '数据元 {element} 的类型是 {elementType}，此处写了 {type}',
      en: 'the element {element} is of the type {elementType}, and {type} stands here',
    },
    next: { zh: '删去 type，或换一个数据元', en: 'remove type, or choose another element' },
  },
  'MAN-205': {
    severity: 'warning',
    title: { zh: '数据项已定级', en: 'an item is graded' },
    message: { zh: '数据项 {item} 没有 grade，不会离开本系统', en: 'the item {item} has no grade and never leaves' },
    next: {
      zh: '按 GB/T 43697 定级：1 到 4、important 或 core',
      en: 'grade it by GB/T 43697: 1 to 4, important or core',
    },
  },
  'MAN-206': {
    severity: 'error',
    title: { zh: '遮盖的形式适合数据项', en: 'a mask is one for its item' },
    message: {
      zh: '{subject} 没有遮盖形式 {form}（适用于：{for}）',
      en: '{subject} has no masked form {form} (there is one for: {for})',
    },
    next: {
      zh: '换一种形式；partial 用于公民身份号码、姓名、手机号等数据元',
      en: 'choose another form; partial is for elements such as citizen numbers, names and mobile phones',
    },
  },
  'MAN-207': {
    severity: 'error',
    title: { zh: '遮盖后级别更低', en: 'a masked form is of a lower grade' },
    message: {
      zh: '遮盖后的级别 {grade} 不低于数据项自身的级别 {item}',
      en: 'the grade {grade} of the masked form is not below {item}, that of the item',
    },
    next: { zh: '写明遮盖后的级别，或删去 mask', en: 'write the grade of the masked form, or take mask away' },
  },
  'MAN-208': {
    severity: 'error',
    title: { zh: '合在一起级别更高', en: 'items together are of a higher grade' },
    message: {
      zh: '合在一起的级别 {grade} 不高于数据项 {item} 自身的级别',
      en: 'together they are of grade {grade}, which is not above that of {item} alone',
    },
    next: { zh: '提高此处的级别，或删去这一条', en: 'raise the grade here, or take the entry away' },
  },
  'MAN-209': {
    severity: 'error',
    title: { zh: '遮盖形式 hash 有密钥', en: 'masks of the form hash have a key' },
    message: {
      zh: '遮盖形式 hash 需要密钥，而清单没有 trust.maskKey',
      en: 'the form hash needs a key, and there is no trust.maskKey',
    },
    next: {
      zh: '用 berth secret set MASK_KEY 保存一段至少 32 个字符的随机文本，再在 trust.maskKey 引用它',
      en: 'keep a random text of at least 32 characters with berth secret set MASK_KEY, and refer to it in trust.maskKey',
    },
  },
  'MAN-301': {
    severity: 'error',
    title: { zh: '不承载国家秘密', en: 'state secrets are not carried' },
    message: {
      zh: '标为 {value} 的数据属于国家秘密，本软件不承载国家秘密',
      en: 'what is marked {value} is a state secret, and this software does not carry state secrets',
    },
    next: {
      zh: '从清单中删去它；涉密数据按保密规定另行处理',
      en: 'remove it from the manifest; state secrets go the ways that the law prescribes for them',
    },
  },
  'MAN-401': {
    severity: 'error',
    title: { zh: '有条件共享写明条件', en: 'conditional sharing states its condition' },
    message: {
      zh: '有条件共享（conditional）没有写 condition',
      en: 'sharing is conditional, and condition is missing',
    },
    next: { zh: '写明共享条件', en: 'state the condition' },
  },
  'MAN-402': {
    severity: 'error',
    title: { zh: '不予共享写明依据', en: 'refused sharing states its legal basis' },
    message: { zh: '不予共享（none）没有写 basis', en: 'sharing is none, and basis is missing' },
    next: { zh: '写明法律、行政法规或国务院规定的依据', en: 'name the law or State Council rule that it rests on' },
  },
  'MAN-403': {
    severity: 'error',
    title: { zh: '不予共享的资源不提供数据', en: 'a resource that is not shared provides nothing' },
    message: { zh: '不予共享（none）的资源写了 provide', en: 'sharing is none, and provide offers the resource' },
    next: { zh: '删去 provide，或改变共享类型', en: 'remove provide, or change the sharing type' },
  },
}
