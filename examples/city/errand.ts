import { randomUUID } from 'node:crypto'
import path from 'node:path'
import { PlatformClient } from '@berth/agent'
import { BerthError } from '@berth/core'
import type { Item } from '@berth/manifest'
import type { RunningPlatform } from '@berth/platform'
import { loadOrCreateKey } from '@berth/trust'
import type { Department } from './department.ts'
import { countApplications } from './legacy/loan-intake.ts'
import type { Couple } from './legacy/people.ts'
import type { Narration } from './narration.ts'

const purpose = 'housing-loan'
const marriage = 'civil-affairs.marriage/marriage'
const ownership = 'natural-resources.real-estate/ownership'
const account = 'human-resources.pension/account'
const settlement = 'taxation.income/settlement'
const application = 'provident-fund.loans/applyForLoan'

export interface City {
  readonly platform: RunningPlatform
  readonly civilAffairs: Department
  readonly realEstate: Department
  readonly providentFund: Department
  readonly socialInsurance: Department
  readonly taxation: Department
  readonly folder: string
}

/** Registers the service hall as a consumer and gives it what its errand needs, and no more. */
export async function grantServiceHall({ platform, folder }: City, told: Narration): Promise<PlatformClient> {
  const id = 'service-hall.housing-loan'
  const client = new PlatformClient({
    url: platform.url,
    key: await loadOrCreateKey(path.join(folder, 'service-hall.key'), id),
    language: told.language,
  })
  const { code } = await platform.administer.createEnrolmentCode({
    kind: 'consumer',
    id,
    title: '综合服务窗口：公积金贷款',
    clearance: 3,
  })
  await client.enrol(code)
  const basis = '当事人书面授权'
  const marriageItems = ['husbandId', 'husbandName', 'wifeId', 'wifeName', 'registeredOn', 'status', 'note']
  const ownershipItems = ['parcelNumber', 'ownerId', 'address', 'areaSquareMetres', 'mortgaged', 'appraisedValue']
  const accountItems = ['personId', 'employer', 'monthsPaid', 'wageBase']
  const settlementItems = ['personId', 'year', 'incomeFen', 'declaredOn']
  const inputs = ['applicantId', 'applicantName', 'spouseId', 'parcelNumber', 'areaSquareMetres', 'amount']
  for (const [resource, items] of [
    [marriage, marriageItems],
    [ownership, ownershipItems],
    [account, accountItems],
    [settlement, settlementItems],
    [application, inputs],
  ] as const) {
    const { token } = await platform.administer.issueGrant({
      consumer: id,
      resource,
      items,
      clearance: 3,
      purpose,
      basis,
    })
    told.done(
      token.length > 0,
      `授权 ${resource}，用途 ${purpose}，许可到 3 级`,
      `grant for ${resource}, purpose ${purpose}, up to grade 3`,
    )
  }
  return client
}

/** One citizen, one form: what four departments know is filled in, the fifth takes it. */
export async function runErrand(city: City, client: PlatformClient, couple: Couple, told: Narration): Promise<void> {
  const { husband, wife } = couple
  told.line(
    `申请人 ${husband.name}，只填写身份证号 ${husband.id} 与贷款金额`,
    `the applicant ${husband.name} types a citizen number, ${husband.id}, and an amount`,
  )

  const married = await client.ask(marriage, { purpose, by: { husbandId: husband.id } })
  const owned = await client.ask(ownership, { purpose, by: { ownerId: husband.id } })
  const [certificate] = married.rows
  const [home] = owned.rows
  if (certificate === undefined || home === undefined) throw new Error('the departments know nothing of the applicant')
  told.done(
    certificate['husbandName'] === husband.name && certificate['wifeId'] === wife.id,
    '民政局按身份证号答复：GBK 姓名、文本日期、代码都已转换',
    'civil affairs answered by citizen number: GBK names, text dates and codes converted',
  )
  told.table(formRows(city.civilAffairs, 'marriage', certificate, told))
  told.done(home['ownerId'] === husband.id, '自然资源局按身份证号答复', 'natural resources answered by citizen number')
  told.table(formRows(city.realEstate, 'ownership', home, told))
  await fillFromServiceAndFile(city, client, husband.id, told)
  const held = [...married.withheld, ...owned.withheld]
  told.done(
    held.some(({ item, reason }) => item === 'note' && reason === 'NO_GRADE') &&
      held.some(({ item, reason }) => item === 'appraisedValue' && reason === 'ABOVE_CLEARANCE') &&
      !('note' in certificate) &&
      !('appraisedValue' in home),
    `未给出：${held.map(({ item, reason }) => `${item}（${reason}）`).join('、')}`,
    `withheld: ${held.map(({ item, reason }) => `${item} (${reason})`).join(', ')}`,
  )

  const input = {
    applicantId: husband.id,
    applicantName: husband.name,
    spouseId: wife.id,
    parcelNumber: home['parcelNumber'],
    areaSquareMetres: home['areaSquareMetres'],
    amount: '450000.00',
  }
  const idempotencyKey = randomUUID()
  const first = await client.submit(application, { purpose, input }, { idempotencyKey })
  const again = await client.submit(application, { purpose, input }, { idempotencyKey })
  const rows = countApplications(city.providentFund.legacy.environment['LEGACY_DATABASE'] ?? '')
  told.done(
    first.accepted && !first.repeated && again.repeated && rows === 1,
    `公积金中心受理；同一编号再交一次，受理表中仍是 ${rows} 行`,
    `the provident fund took it in; sent twice under one key, the intake table has ${rows} row`,
  )
}

/** A SOAP service and a file a night are asked as databases are. */
async function fillFromServiceAndFile(
  { socialInsurance, taxation }: City,
  client: PlatformClient,
  personId: string,
  told: Narration,
): Promise<void> {
  const insured = await client.ask(account, { purpose, by: { personId } })
  const [pension] = insured.rows
  told.done(
    pension?.['personId'] === personId && typeof pension['monthsPaid'] === 'number',
    '人社局按身份证号答复：SOAP、GBK 报文、嵌在文本里的 XML',
    'human resources answered by citizen number: SOAP, GBK envelopes, XML inside a text',
  )
  told.table(formRows(socialInsurance, 'account', pension ?? {}, told))
  const settled = await client.ask(settlement, { purpose, by: { personId } })
  const [tax] = settled.rows
  told.done(
    tax?.['personId'] === personId && tax['declaredOn'] === '2026-03-31',
    '税务局按身份证号答复：昨晚放下的 GB18030 定宽文件',
    'taxation answered by citizen number: a GB18030 file of fixed width that was left last night',
  )
  told.table(formRows(taxation, 'settlement', tax ?? {}, told))
}

/** What must not work does not: a wrong purpose, an unknown parameter, a stranger. */
export async function tryWhatIsForbidden(
  { platform }: City,
  client: PlatformClient,
  folder: string,
  couple: Couple,
  told: Narration,
): Promise<void> {
  const by = { husbandId: couple.husband.id }
  const refused = async (asking: Promise<unknown>): Promise<string> =>
    await asking.then(
      () => 'answered',
      (error: unknown) => (BerthError.is(error) ? String(error.details['remoteCode'] ?? error.code) : 'broken'),
    )
  const purposeCode = await refused(client.ask(marriage, { purpose: 'curiosity', by }))
  told.done(
    purposeCode === 'GRANT_MISSING' || purposeCode === 'PURPOSE_MISMATCH',
    `换一个用途：拒绝，${purposeCode}`,
    `another purpose: refused, ${purposeCode}`,
  )
  const parameterCode = await refused(client.ask(marriage, { purpose, by: { name: "x' OR '1'='1" } }))
  told.done(
    parameterCode === 'PARAMETER_UNKNOWN',
    `接口没有的参数：拒绝，${parameterCode}`,
    `a parameter that is not offered: refused, ${parameterCode}`,
  )
  const stranger = new PlatformClient({
    url: platform.url,
    key: await loadOrCreateKey(path.join(folder, 'stranger.key'), 'stranger'),
  })
  const strangerCode = await refused(stranger.ask(marriage, { purpose, by }))
  told.done(
    strangerCode === 'CONSUMER_UNKNOWN' || strangerCode === 'SIGNATURE_INVALID',
    `未登记者：拒绝，${strangerCode}`,
    `a stranger: refused, ${strangerCode}`,
  )
}

function formRows(
  department: Department,
  resource: string,
  answer: Readonly<Record<string, unknown>>,
  told: Narration,
): (readonly [string, string, string])[] {
  const items: readonly Item[] = department.manifest.resources[resource]?.items ?? []
  const owner = department.manifest.system.owner.title
  return items
    .filter((item) => item.id in answer)
    .map((item) => [
      told.pick(item.title.zh, item.title.en ?? item.title.zh),
      String(answer[item.id]),
      told.pick(owner.zh, owner.en ?? owner.zh),
    ])
}
