/** One item as a system publishes it. */
export interface KitItem {
  readonly id: string
  readonly [member: string]: unknown
}

/** What a system publishes, as the protocol writes it. Cases change it freely: much of what they send is wrong. */
export interface KitPublication {
  readonly berth: number
  readonly system: Readonly<Record<string, unknown>>
  readonly agentUrl?: string
  readonly manifest: string
  readonly resources: readonly KitResource[]
  readonly operations: readonly KitOperation[]
}

export interface KitResource {
  readonly id: string
  readonly [member: string]: unknown
}

export interface KitOperation {
  readonly id: string
  readonly [member: string]: unknown
}

/** The purposes that the kit's resource may be asked for. */
export const purposes = ['kit-purpose', 'kit-other-purpose'] as const

/** The items of the kit's resource that are graded; `remark` is published without a grade. */
export const gradedItems = ['personId', 'name', 'registeredOn'] as const

/** The resource that most cases publish. */
export function kitResource(id: string, change: Readonly<Record<string, unknown>> = {}): KitResource {
  return {
    id,
    title: { zh: `检验资源 ${id}`, en: `Kit resource ${id}` },
    summary: { zh: '一致性检验所建，可以删除', en: 'Made by a conformance run, may be removed' },
    sharing: { type: 'conditional', condition: '仅供检验', purposes: [...purposes] },
    update: { cycle: 'irregular' },
    subject: { kind: 'person', by: ['personId'] },
    items: [
      item('personId', '身份标识', 3),
      item('name', '姓名', 2),
      item('registeredOn', '登记日期', 2, { type: 'date' }),
      item('remark', '备注', undefined),
    ],
    modes: { parameter: { by: [['personId']], limit: 50 }, file: true },
    ...change,
  }
}

/** The operation that most cases publish. */
export function kitOperation(id: string, change: Readonly<Record<string, unknown>> = {}): KitOperation {
  return {
    id,
    title: { zh: `检验操作 ${id}`, en: `Kit operation ${id}` },
    purposes: [],
    input: [item('personId', '身份标识', 3), item('reason', '原因', 2), item('amount', '数额', 2)],
    ...change,
  }
}

/** A publication of these, by one system. The unified social credit code is a well-formed one that names nobody. */
export function kitPublication(
  system: string,
  entries: Pick<KitPublication, 'resources' | 'operations'>,
  change: Partial<KitPublication> = {},
): KitPublication {
  return {
    berth: 1,
    system: {
      id: system,
      title: { zh: '一致性检验系统', en: 'Conformance kit system' },
      owner: { title: { zh: '一致性检验', en: 'Conformance kit' }, code: '91350100M000100Y43' },
    },
    manifest: 'a'.repeat(64),
    ...entries,
    ...change,
  }
}

/** A text item. */
export function item(
  id: string,
  title: string,
  grade: number | undefined,
  change: Readonly<Record<string, unknown>> = {},
): KitItem {
  return {
    id,
    title: { zh: title },
    type: 'text(40)',
    ...(grade === undefined ? {} : { grade }),
    categories: ['personal'],
    maintainer: '检验',
    authoritative: true,
    required: false,
    ...change,
  }
}
