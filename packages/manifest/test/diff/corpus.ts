import { readFileSync } from 'node:fs'
import { parse, stringify } from 'yaml'
import { type ChangeRuleId, type LoadResult, parseManifest } from '../../src/index.ts'

/** The manifest that every pair begins with: all six cells, a draft, and a resource that is not shared. */
export const baseText: string = readFileSync(new URL('./fixtures/berth.yaml', import.meta.url), 'utf8')

/** What is written at a path, keys joined by slashes. Undefined: the entry is taken away. */
export type Edit = readonly [path: string, value: unknown]

/** Two manifests, and what has to be said of them. */
export interface Pair {
  readonly name: string
  /** Makes the newer one of the base. */
  readonly edits: readonly Edit[]
  /** The rules, in order of their ids, from the base to the newer one. */
  readonly forward: readonly ChangeRuleId[]
  /** The same the other way round. */
  readonly back: readonly ChangeRuleId[]
}

const marriage = 'resources/marriage'
const items = `${marriage}/items`
const provide = `${marriage}/provide`
const apply = 'operations/applyCertificate'
const accept = `${apply}/accept/parameter`

/** The entries of the base at a path, the last one first. */
function backwards(path: string): Readonly<Record<string, unknown>> {
  const found = path
    .split('/')
    .reduce<unknown>((holder, step) => (holder as Record<string, unknown>)[step], parse(baseText))
  return Object.fromEntries(Object.entries(found as object).toReversed())
}

function pair(
  name: string,
  edits: Edit | readonly Edit[],
  forward: ChangeRuleId | readonly ChangeRuleId[],
  back: ChangeRuleId | readonly ChangeRuleId[] = forward,
): Pair {
  const several = (value: ChangeRuleId | readonly ChangeRuleId[]): readonly ChangeRuleId[] =>
    typeof value === 'string' ? [value] : value
  return {
    name,
    edits: isEdit(edits) ? [edits] : edits,
    forward: several(forward),
    back: several(back),
  }
}

function isEdit(edits: Edit | readonly Edit[]): edits is Edit {
  return typeof edits[0] === 'string'
}

const table = { to: 'frontend', table: 'ZH_DJC', clearance: 1 }
const numbered = { title: '序号', type: 'integer', from: 'XH', grade: 1 }

/** Pairs of manifests, each with what became of it. Together they show every rule. */
export const pairs: readonly Pair[] = [
  pair('the system has another id', ['system/id', 'civil-affairs.marriages'], 'DIF-102'),
  pair('the system has another title', ['system/title', '婚姻系统'], 'DIF-103'),
  pair('the department has another title', ['system/owner/title', '民政局'], 'DIF-103'),
  pair('another department is responsible', ['system/owner/code', '913501007890123453'], 'DIF-104'),
  pair('the system closes at noon', ['system/hours', 'Mon-Fri 08:30-12:00,14:00-17:30'], 'DIF-105', 'DIF-106'),
  pair('the system is always up', ['system/hours', undefined], 'DIF-106', 'DIF-105'),
  pair('the system is in another zone', ['system/hours', 'Mon-Fri 08:30-17:30 Asia/Urumqi'], 'DIF-105'),
  pair('the system is up on Saturday', ['system/hours', 'Mon-Sat 08:30-17:30 Asia/Shanghai'], 'DIF-106', 'DIF-105'),
  pair('it leaves the platform', ['platform', undefined], ['DIF-107', 'DIF-108', 'DIF-109'], ['DIF-108', 'DIF-110']),
  pair('the platform has another address', ['platform/url', 'https://platform2.example'], 'DIF-108'),
  pair('the platform does not reach the agent', ['platform/agentUrl', undefined], 'DIF-109', 'DIF-110'),
  pair('the agent ends TLS itself', ['serve', { tls: { certificate: 'a.pem', key: 'a.key' } }], 'DIF-125'),
  pair(
    'callers are asked for certificates',
    ['serve', { tls: { certificate: 'a.pem', key: 'a.key', clients: { authorities: 'ca.pem' } } }],
    ['DIF-125', 'DIF-126'],
    ['DIF-125', 'DIF-127'],
  ),
  pair('the platform has an authority of its own', ['platform/tls', { authorities: 'ca.pem' }], 'DIF-125'),
  pair('one profile counts', ['trust', { profile: 'commercial' }], 'DIF-128'),
  pair('masks have a key', ['trust', { maskKey: `\${secret:MASK_KEY}` }], 'DIF-129'),
  pair('revocations are asked for at other times', ['trust', { revocations: { every: 'PT5M' } }], 'DIF-125'),
  pair('the agent has another address', ['platform/agentUrl', 'https://agent2.example'], 'DIF-111'),
  pair('SOAP is served no longer', ['soap', undefined], 'DIF-112', 'DIF-113'),
  pair('SOAP has another address', ['soap/url', 'https://docking.example/other'], 'DIF-114'),
  pair('no proxy ends TLS', ['soap/behindTls', false], 'DIF-115', 'DIF-116'),
  pair('a SOAP consumer goes', ['soap/consumers', {}], 'DIF-117', 'DIF-118'),
  pair('a SOAP password stands elsewhere', ['soap/consumers/housing/password', `\${secret:OTHER}`], 'DIF-119'),
  pair('a SOAP grant goes', ['soap/consumers/housing/grants', ['housing-1.jwt']], 'DIF-120', 'DIF-121'),
  pair('a connection has another option', ['connections/registry/options/host', '10.0.0.6'], 'DIF-122'),
  pair(
    'there is another connection',
    ['connections/archive', { use: '@berth/connector-sqlite', options: { file: 'a.db' } }],
    'DIF-122',
  ),
  pair('another connector', ['connections/registry/use', '@berth/connector-odbc'], 'DIF-123'),
  pair('datasets are defined', ['connections/frontend/datasets', { ZH_HYDJ: { rows: '$' } }], 'DIF-124'),

  pair('a resource goes', ['resources/office', undefined], 'DIF-201', 'DIF-202'),
  pair('a resource is a draft again', ['resources/office/draft', true], 'DIF-201', 'DIF-202'),
  pair('a draft goes', ['resources/notes', undefined], 'DIF-203'),
  pair('an item of a draft changes', ['resources/notes/items/id/grade', 3], 'DIF-203'),
  pair('an item of what is not shared goes', ['resources/disputes/items/more', numbered], 'DIF-203'),
  pair(
    'sharing needs a condition',
    ['resources/office/sharing', { type: 'conditional', condition: '限于核验' }],
    ['DIF-204', 'DIF-206'],
    ['DIF-205', 'DIF-206'],
  ),
  pair(
    'nothing is shared any more',
    [
      ['resources/office/sharing', { type: 'none', basis: '有关规定' }],
      ['resources/office/provide', undefined],
    ],
    'DIF-204',
    'DIF-205',
  ),
  pair('the condition is worded otherwise', [`${marriage}/sharing/condition`, '限于不动产登记'], 'DIF-206'),
  pair('the basis is another', [`${marriage}/sharing/basis`, '其他依据'], 'DIF-207'),
  pair('a purpose goes', [`${marriage}/sharing/purposes`, ['housing-loan']], 'DIF-208', 'DIF-209'),
  pair('any purpose is admitted', [`${marriage}/sharing/purposes`, undefined], 'DIF-209', 'DIF-208'),
  pair('a purpose of an operation goes', [`${apply}/purposes`, ['archive']], 'DIF-208', 'DIF-209'),
  pair('it changes every week', [`${marriage}/update/cycle`, 'weekly'], 'DIF-210', 'DIF-211'),
  pair('no cycle is promised', ['resources/office/update/cycle', 'irregular'], 'DIF-210', 'DIF-211'),
  pair('records are about one subject', [`${marriage}/subject/by`, ['husbandId']], 'DIF-212'),
  pair('no subject', [`${marriage}/subject`, undefined], 'DIF-213', 'DIF-212'),
  pair('items are no more together', ['resources/office/aggregates', undefined], 'DIF-223', 'DIF-222'),
  pair('other items are more together', ['resources/office/aggregates/0/grade', 'core'], 'DIF-224'),
  pair('records stand in another table', [`${marriage}/from/table`, 'T_HYDJ2'], 'DIF-214'),
  pair('records stand behind another connection', ['resources/office/from/connection', 'frontend'], 'DIF-214'),
  pair('another key, and tables are written', [`${marriage}/from/key`, ['ID', 'GXSJ']], 'DIF-215'),
  pair('another key, and only answers are given', ['resources/office/from/key', ['MC']], 'DIF-216'),
  pair('changes come by a log', [`${marriage}/from/changes`, { by: 'log' }], 'DIF-218', 'DIF-217'),
  pair('the overlap is longer', [`${marriage}/from/changes/overlap`, 'PT9M'], 'DIF-219'),

  pair('an item goes', [`${items}/fee`, undefined], 'DIF-301', 'DIF-303'),
  pair('items in another order', [items, backwards(items)], 'DIF-220'),
  pair('input items in another order', [`${apply}/input`, backwards(`${apply}/input`)], 'DIF-221'),
  pair('another item, and only answers are given', ['resources/office/items/no', numbered], 'DIF-302', 'DIF-301'),
  pair('another item, above what tables get', [`${items}/no`, { ...numbered, grade: 3 }], 'DIF-302', 'DIF-301'),
  pair('another item, which tables get', [`${items}/no`, numbered], 'DIF-303', 'DIF-301'),
  pair('an input item that may be left out', [`${apply}/input/no`, numbered], 'DIF-306', 'DIF-304'),
  pair('an input item that is needed', [`${apply}/input/no`, { ...numbered, required: true }], 'DIF-305', 'DIF-304'),
  pair('an integer is a text', ['resources/office/items/staff/type', 'text(9)'], 'DIF-307'),
  pair('another scale', [`${items}/fee/type`, 'decimal(8,3)'], 'DIF-307'),
  pair('a text is longer', [`${items}/husbandName/type`, 'text(40)'], 'DIF-308', 'DIF-309'),
  pair('a text is much longer', [`${items}/husbandName/type`, 'text(100)'], 'DIF-308', 'DIF-309'),
  pair('a text has no bound', [`${items}/husbandName/type`, 'text'], 'DIF-308', 'DIF-309'),
  pair('a decimal has more digits', [`${items}/fee/type`, 'decimal(12,2)'], 'DIF-308', 'DIF-309'),
  pair('an input item may be longer', [`${apply}/input/reason/type`, 'text(300)'], 'DIF-310', 'DIF-311'),
  pair(
    'an element goes',
    [
      [`${items}/wifeId/element`, undefined],
      [`${items}/wifeId/type`, 'text(18)'],
      [`${items}/wifeId/categories`, ['personal']],
    ],
    'DIF-312',
  ),
  pair(
    'an element of an input item goes',
    [
      [`${apply}/input/applicantId/element`, undefined],
      [`${apply}/input/applicantId/type`, 'text(18)'],
      [`${apply}/input/applicantId/categories`, ['personal']],
    ],
    'DIF-313',
    'DIF-312',
  ),
  pair('a higher grade', [`${items}/husbandName/grade`, 4], 'DIF-314', 'DIF-315'),
  pair('a grade in words', [`${items}/wifeId/grade`, 'important'], 'DIF-314', 'DIF-315'),
  pair('the highest grade', [`${items}/husbandId/grade`, 'core'], 'DIF-314', 'DIF-315'),
  pair('no grade', [`${items}/fee/grade`, undefined], 'DIF-316', 'DIF-317'),
  pair('an input item has another grade', [`${apply}/input/reason/grade`, 3], 'DIF-318'),
  pair('no category', [`${items}/husbandName/categories`, []], 'DIF-319', 'DIF-320'),
  pair('below its grade it is masked', [`${items}/husbandId/mask`, { form: 'partial', grade: 2 }], 'DIF-338'),
  pair('an item has to be there', [`${items}/fee/required`, true], 'DIF-321', 'DIF-322'),
  pair('an input item has to be given', [`${apply}/input/reason/required`, true], 'DIF-323', 'DIF-324'),
  pair('invalid values keep records back', [`${items}/fee/onInvalid`, 'reject'], 'DIF-325', 'DIF-327'),
  pair('invalid values are given', [`${items}/fee/onInvalid`, 'warn'], 'DIF-326', 'DIF-327'),
  pair('invalid input', [`${apply}/input/reason/onInvalid`, 'warn'], 'DIF-328'),
  pair('a code goes', [`${items}/kind/codes`, { '01': '结婚' }], 'DIF-329', 'DIF-330'),
  pair('a code is another', [`${items}/kind/codes/02`, '补发'], ['DIF-329', 'DIF-330']),
  pair('an input code goes', [`${apply}/input/reason/codes`, { '1': '遗失' }], 'DIF-329', 'DIF-330'),
  pair('codes are not held to', [`${items}/kind/codes`, undefined], 'DIF-332', 'DIF-331'),
  pair('input codes are not held to', [`${apply}/input/sex/codes`, undefined], 'DIF-333', 'DIF-331'),
  pair('a legacy code more', [`${items}/kind/codes/03`, '补领'], 'DIF-334'),
  pair('another column', [`${items}/fee/from`, 'GBF2'], 'DIF-334'),
  pair('another format', [`${items}/registeredOn/format`, 'yyyy-MM-dd'], 'DIF-334'),
  pair('padding is cut', [`${items}/husbandName/trim`, true], 'DIF-334'),
  pair('another charset', [`${items}/husbandName/charset`, 'GBK'], 'DIF-334'),
  pair('another meaning', [`${items}/husbandName/semantics`, '现用姓名'], 'DIF-335'),
  pair('another maintainer', [`${items}/husbandName/maintainer`, '信息科'], 'DIF-336'),
  pair('not the one source', [`${items}/husbandId/authoritative`, false], 'DIF-337'),
  pair('an item has another title', [`${items}/fee/title`, '费用'], 'DIF-103'),
  pair('the resource has another title', ['resources/office/title', '婚姻登记处'], 'DIF-103'),
  pair('no summary', [`${marriage}/summary`, undefined], 'DIF-103'),

  pair('no questions', [`${provide}/parameter`, undefined], 'DIF-401', 'DIF-402'),
  pair('files are made', ['resources/office/provide/file', { to: 'out', clearance: 1 }], 'DIF-402', 'DIF-401'),
  pair('tables are written', ['resources/office/provide/table', table], 'DIF-402', 'DIF-401'),
  pair('asked by less', [`${provide}/parameter/by`, [['husbandId']]], 'DIF-403', 'DIF-404'),
  pair('asked by a part of a set', [`${provide}/parameter/by`, [['husbandId'], ['wifeId']]], ['DIF-403', 'DIF-404']),
  pair('a lower limit', [`${provide}/parameter/limit`, 49], 'DIF-405', 'DIF-406'),
  pair('a much higher limit', [`${provide}/parameter/limit`, 1000], 'DIF-406', 'DIF-405'),
  pair('questions in another order', [`${provide}/parameter/by`, [['registeredOn', 'wifeId'], ['husbandId']]], []),
  pair('purposes in another order', [`${marriage}/sharing/purposes`, ['house-registration', 'housing-loan']], []),
  pair(
    'no replica',
    [
      [`${provide}/parameter/offline`, 'reject'],
      [`${provide}/parameter/replica`, undefined],
    ],
    'DIF-407',
    'DIF-408',
  ),
  pair('a replica may be older', [`${provide}/parameter/replica/maxAge`, 'P8D'], 'DIF-409', 'DIF-410'),
  pair('a replica is made more seldom', [`${provide}/parameter/replica/every`, 'P2D'], 'DIF-409', 'DIF-411'),
  pair('a replica holds more', [`${provide}/parameter/replica/limit`, 2000], 'DIF-411', 'DIF-410'),
  pair('files go elsewhere', [`${provide}/file/to`, 'elsewhere'], 'DIF-412'),
  pair('files go over a line', [`${provide}/file/connection`, 'frontend'], 'DIF-412'),
  pair('another target table', [`${provide}/table/table`, 'ZH_HY'], 'DIF-412'),
  pair('a target column has its own name', [`${provide}/table/columns`, undefined], ['DIF-412', 'DIF-412']),
  pair(
    'an item goes, and its target column',
    [
      [`${items}/registeredOn`, undefined],
      [`${provide}/parameter/by`, [['husbandId']]],
      [`${provide}/table/columns/registeredOn`, undefined],
    ],
    ['DIF-301', 'DIF-403'],
    ['DIF-303', 'DIF-404'],
  ),
  pair('another target column', [`${provide}/table/columns/husbandId`, 'SFZHM'], 'DIF-412'),
  pair('files of another format', [`${provide}/file/format`, 'ndjson'], 'DIF-413'),
  pair('files are in another charset', [`${provide}/file/charset`, 'GBK'], 'DIF-413'),
  pair('a column of files has another name', [`${provide}/file/columns`, { fee: { from: 'GBF' } }], 'DIF-413'),
  pair('receipts are awaited', [`${provide}/file/receipts`, { folder: 'receipts' }], 'DIF-419'),
  pair('files come more seldom', [`${provide}/file/every`, 'P2D'], 'DIF-414', 'DIF-415'),
  pair('files come when somebody makes them', [`${provide}/file/every`, undefined], 'DIF-414', 'DIF-415'),
  pair('a lower clearance', [`${provide}/file/clearance`, 2], 'DIF-416', 'DIF-417'),
  pair('no clearance', [`${provide}/table/clearance`, undefined], 'DIF-416', 'DIF-417'),
  pair('only what has no category may go', [`${provide}/file/categories`, []], 'DIF-420', 'DIF-421'),
  pair('data of children may go', [`${provide}/table/categories`, ['personal', 'minor']], 'DIF-421', 'DIF-420'),
  pair('files for another purpose', [`${provide}/file/purpose`, 'house-registration'], 'DIF-418'),

  pair('an operation goes', [apply, undefined], 'DIF-501', 'DIF-502'),
  pair('an operation writes elsewhere', [`${accept}/table`, 'T_SQ2'], 'DIF-503'),
  pair('an operation has another key', [`${accept}/key`, ['SQR', 'YY']], 'DIF-503'),
  pair(
    'an operation calls a procedure',
    [
      [`${accept}/table`, undefined],
      [`${accept}/key`, undefined],
      [`${accept}/procedure`, 'SP_SQ'],
    ],
    ['DIF-503', 'DIF-503', 'DIF-503'],
  ),
  pair(
    'submissions do not wait',
    [
      [`${accept}/offline`, 'reject'],
      [`${accept}/queue`, undefined],
    ],
    'DIF-504',
    'DIF-505',
  ),
  pair('submissions wait for less', [`${accept}/queue/expires`, 'P1D'], 'DIF-506', 'DIF-507'),
  pair('fewer submissions wait', [`${accept}/queue/limit`, 10], 'DIF-506', 'DIF-507'),
  pair('an operation has another title', [`${apply}/title`, '补领'], 'DIF-103'),
  pair('an operation has no summary', [`${apply}/summary`, undefined], 'DIF-103'),
]

/** The base, changed. */
export function edited(edits: readonly Edit[]): string {
  const document: unknown = parse(baseText)
  for (const [path, value] of edits) {
    const steps = path.split('/')
    const last = steps.pop() ?? ''
    let holder = document as Record<string, unknown>
    for (const step of steps) {
      holder[step] ??= {}
      holder = holder[step] as Record<string, unknown>
    }
    if (value === undefined) delete holder[last]
    else holder[last] = value
  }
  return stringify(document)
}

/** Loads a manifest that has to be right. */
export function loaded(text: string): Required<LoadResult> {
  const { manifest, findings, source } = parseManifest(text, { file: 'berth.yaml', folder: '/docking' })
  if (manifest === undefined) throw new Error(`the manifest is not right: ${JSON.stringify(findings)}`)
  return { manifest, findings, source }
}

const known = new WeakMap<Pair, Required<LoadResult>>()

/** The newer manifest of a pair, loaded once. */
export function newer(pair: Pair): Required<LoadResult> {
  const manifest = known.get(pair) ?? loaded(edited(pair.edits))
  known.set(pair, manifest)
  return manifest
}
