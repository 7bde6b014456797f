import { mkdirSync, rmSync } from 'node:fs'
import path from 'node:path'
import { runExchange } from '@berth/agent'
import { startPlatform } from '@berth/platform'
import { verifyReceipts } from '@berth/trust'
import { type Department, type DepartmentSettings, dockDepartment, type LegacySystem } from './department.ts'
import { type City, grantServiceHall, runErrand, tryWhatIsForbidden } from './errand.ts'
import { createLoanIntake } from './legacy/loan-intake.ts'
import { createMarriageRegistry } from './legacy/marriage-registry.ts'
import { couples } from './legacy/people.ts'
import { createRealEstateRegistry } from './legacy/real-estate-registry.ts'
import { startSocialInsuranceService } from './legacy/social-insurance-service.ts'
import { dropTaxFiles } from './legacy/tax-files.ts'
import type { Narration } from './narration.ts'

export interface StorySettings {
  readonly folder: string
  /** Take free ports instead of 7080 to 7085. */
  readonly anyPort: boolean
}

/** The city, running. */
export interface RunningStory extends AsyncDisposable {
  readonly city: City
}

/** Runs the whole story; rejects at the first step that did not really happen. What it started runs until it is disposed. */
export async function runStory({ folder, anyPort }: StorySettings, told: Narration): Promise<RunningStory> {
  await using started = new AsyncDisposableStack()
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  const residents = couples(300, 42)

  told.chapter('参考平台', 'The reference platform')
  const platform = started.use(await startPlatform({ folder: path.join(folder, 'platform'), port: anyPort ? 0 : 7080 }))
  told.done(true, `目录页面 ${platform.url}`, `catalogue page at ${platform.url}`)

  told.chapter('五个部门，各自的老系统，各自的对接', 'Five departments, each with its legacy system, each docks itself')
  const dock = async (name: string, bringUp: DepartmentSettings['bringUp']): Promise<Department> => {
    const department = await dockDepartment({ name, folder, platform, anyPort, bringUp })
    started.defer(async () => await department.legacy.close?.())
    started.defer(() => department.state[Symbol.asyncDispose]())
    started.defer(() => department.agent.close())
    const { title, owner } = department.manifest.system
    told.done(
      department.published === 1,
      `${owner.title.zh}「${title.zh}」：清单检查通过，目录已发布，代理 ${department.agent.address}`,
      `${owner.title.en}, ${title.en}: manifest checked, catalogue published, agent at ${department.agent.address}`,
    )
    return department
  }
  const civilAffairs = await dock(
    'civil-affairs',
    database((file) => createMarriageRegistry(file, residents)),
  )
  const realEstate = await dock(
    'real-estate',
    database((file) => createRealEstateRegistry(file, residents)),
  )
  const providentFund = await dock('provident-fund', database(createLoanIntake))
  const socialInsurance = await dock('social-insurance', async () => {
    const service = await startSocialInsuranceService(residents)
    return { environment: { LEGACY_WSDL: service.wsdl }, close: async () => await service[Symbol.asyncDispose]() }
  })
  const taxation = await dock('taxation', (home) => {
    const drop = path.join(home, 'drop')
    dropTaxFiles(drop, residents, '20261122')
    return { environment: { LEGACY_FOLDER: drop } }
  })
  const city: City = { platform, civilAffairs, realEstate, providentFund, socialInsurance, taxation, folder }

  told.chapter(
    '批量：民政局把 2 级以内的数据项送到平台',
    'In bulk: civil affairs sends the items up to grade 2 to the platform',
  )
  const sent = await sendMarriages(city)
  told.done(
    sent.rows === residents.length && sent.rejected === 0,
    `送出 ${sent.rows} 行；扣下 ${sent.withheld.map(({ item }) => item).join('、')}`,
    `${sent.rows} rows delivered; withheld: ${sent.withheld.map(({ item }) => item).join(', ')}`,
  )
  const second = await sendMarriages(city)
  told.done(second.rows === 0, '再送一次：没有变化，什么也不送', 'once more: nothing changed, nothing sent')

  told.chapter('授权', 'Grants')
  const client = await grantServiceHall(city, told)

  told.chapter(
    '一位市民办一件事：一张表，四个部门填，第五个部门收',
    'One citizen’s errand: one form, filled by four departments, taken in by a fifth',
  )
  const applicant = residents[12]
  if (applicant === undefined) throw new Error('there are no residents')
  await runErrand(city, client, applicant, told)

  told.chapter('不该行的，行不通', 'What must not work does not')
  await tryWhatIsForbidden(city, client, folder, applicant, told)

  told.chapter('存证', 'Receipts')
  await verifyAllReceipts(city, told)
  const running = started.move()
  return { city, [Symbol.asyncDispose]: () => running.disposeAsync() }
}

/** A legacy system that is a database file. */
function database(create: (file: string) => void): (folder: string) => LegacySystem {
  return (folder) => {
    const file = path.join(folder, 'legacy.db')
    create(file)
    return { environment: { LEGACY_DATABASE: file } }
  }
}

function sendMarriages({ civilAffairs, folder }: City): ReturnType<typeof runExchange> {
  const { manifest, openConnection, state, client } = civilAffairs
  const rejectsFolder = path.join(folder, 'civil-affairs', '.berth', 'rejects')
  return runExchange({
    manifest,
    resource: 'marriage',
    exit: 'file',
    openConnection,
    state,
    platform: client,
    rejectsFolder,
    waitingFolder: path.join(folder, 'civil-affairs', '.berth', 'waiting'),
  })
}

async function verifyAllReceipts(city: City, told: Narration): Promise<void> {
  for (const { manifest, state } of [
    city.civilAffairs,
    city.realEstate,
    city.socialInsurance,
    city.taxation,
    city.providentFund,
  ]) {
    const receipts = await state.receipts(0, 1000)
    const verdict = verifyReceipts(receipts)
    const { title } = manifest.system
    told.done(
      verdict.ok && receipts.length > 0,
      `${title.zh}：${receipts.length} 条存证，链完整`,
      `${title.en}: ${receipts.length} receipts, the chain holds`,
    )
  }
  const atPlatform = await city.platform.administer.receipts({ limit: 1000 })
  told.done(
    verifyReceipts(atPlatform).ok && atPlatform.some(({ outcome }) => outcome === 'refused'),
    `平台：${atPlatform.length} 条存证，链完整，被拒绝的请求也在其中`,
    `platform: ${atPlatform.length} receipts, the chain holds, refused requests among them`,
  )
}
