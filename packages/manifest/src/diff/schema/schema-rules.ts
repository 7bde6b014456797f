import type { ChangeRule } from '../rules/definition.ts'

/** The id of a rule about changes of a schema, or of a catalogue of ids. */
export type SchemaRuleId =
  | 'SCH-101'
  | 'SCH-102'
  | 'SCH-103'
  | 'SCH-104'
  | 'SCH-105'
  | 'SCH-106'
  | 'SCH-107'
  | 'SCH-108'
  | 'SCH-109'
  | 'SCH-110'
  | 'SCH-111'
  | 'SCH-112'
  | 'SCH-113'
  | 'SCH-114'
  | 'SCH-115'
  | 'SCH-201'
  | 'SCH-202'
  | 'SCH-203'

/** How changes are classed of a schema that others write documents for, and of catalogues whose ids others rely on. */
export const schemaRules: Readonly<Record<SchemaRuleId, ChangeRule>> = {
  'SCH-101': {
    class: 'breaking',
    zh: '键删除：仍写它的文件不再有效',
    en: 'the key is gone: who still writes it is refused',
  },
  'SCH-102': { class: 'compatible', zh: '新增可选的键', en: 'another key, which may be left out' },
  'SCH-103': { class: 'breaking', zh: '键变为必填', en: 'the key is needed now' },
  'SCH-104': { class: 'compatible', zh: '键变为可选', en: 'the key may be left out now' },
  'SCH-105': { class: 'breaking', zh: '可写的值的种类减少', en: 'fewer kinds of value are taken' },
  'SCH-106': { class: 'compatible', zh: '可写的值的种类增加', en: 'more kinds of value are taken' },
  'SCH-107': { class: 'breaking', zh: '可选的值减少', en: 'a choice is gone' },
  'SCH-108': { class: 'compatible', zh: '可选的值增加', en: 'another choice' },
  'SCH-109': { class: 'breaking', zh: '限制收紧', en: 'a bound is tighter' },
  'SCH-110': { class: 'compatible', zh: '限制放宽', en: 'a bound is looser' },
  'SCH-111': { class: 'breaking', zh: '其他限制变更', en: 'another restriction' },
  'SCH-112': {
    class: 'breaking',
    zh: '缺省值变更：没有写它的文件含义不同',
    en: 'another default: what does not write it means something else',
  },
  'SCH-113': { class: 'breaking', zh: '不再允许其他键', en: 'other keys are refused now' },
  'SCH-114': { class: 'compatible', zh: '允许其他键', en: 'other keys are taken now' },
  'SCH-115': { class: 'patch', zh: '说明或示例变更', en: 'described otherwise' },
  'SCH-201': { class: 'breaking', zh: '删除', en: 'it is gone' },
  'SCH-202': { class: 'compatible', zh: '新增', en: 'it is new' },
  'SCH-203': { class: 'breaking', zh: '含义变更', en: 'it means something else' },
}
