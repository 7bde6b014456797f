import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { formatFindings, loadManifest, ruleCatalogue } from '../src/index.ts'

const folder = new URL('./fixtures/broken/', import.meta.url)

type Expected = readonly [rule: string, line: number, column: number, path: string]

const broken: readonly (readonly [file: string, ...Expected[]])[] = [
  ['01-gbk.yaml', ['MAN-101', 5, 16, '']],
  ['02-utf-16.yaml', ['MAN-102', 1, 1, '']],
  ['03-cut-character.yaml', ['MAN-103', 6, 19, '']],
  ['04-empty.yaml', ['MAN-104', 1, 1, '']],
  ['05-tabs.yaml', ['MAN-105', 5, 1, '']],
  ['06-unclosed-quote.yaml', ['MAN-106', 7, 56, '']],
  ['07-duplicate-key.yaml', ['MAN-107', 21, 3, '']],
  ['08-two-documents.yaml', ['MAN-108', 69, 1, '']],
  ['09-unknown-anchor.yaml', ['MAN-109', 8, 11, '']],
  ['10-tag.yaml', ['MAN-110', 27, 20, '']],
  ['11-unquoted-at-sign.yaml', ['MAN-111', 13, 10, '']],
  ['12-unquoted-reference.yaml', ['MAN-112', 23, 42, '']],
  ['13-contract-version.yaml', ['VER-101', 2, 8, 'berth']],
  ['14-misspelt-key.yaml', ['MAN-120', 26, 5, 'resources.marriage.titel']],
  ['15-missing-key.yaml', ['MAN-121', 25, 3, 'resources.marriage.update']],
  ['16-unquoted-code.yaml', ['MAN-122', 6, 32, 'system.owner.code']],
  ['17-unknown-cycle.yaml', ['MAN-123', 30, 22, 'resources.marriage.update.cycle']],
  ['18-limit-too-high.yaml', ['MAN-124', 56, 70, 'resources.marriage.provide.parameter.limit']],
  ['19-empty-value.yaml', ['MAN-125', 27, 5, 'resources.marriage.summary']],
  ['20-table-and-view.yaml', ['MAN-126', 35, 7, 'resources.marriage.from.view']],
  ['21-repeated-key-column.yaml', ['MAN-127', 35, 21, 'resources.marriage.from.key[2]']],
  ['22-identifier.yaml', ['MAN-130', 25, 3, 'resources.MARRIAGE_INFO']],
  ['23-duration.yaml', ['MAN-131', 57, 52, 'resources.marriage.provide.file.every']],
  ['24-hours.yaml', ['MAN-132', 7, 10, 'system.hours']],
  ['25-type.yaml', ['MAN-133', 43, 15, 'resources.marriage.items.husbandName.type']],
  ['26-pattern.yaml', ['MAN-134', 51, 78, 'resources.marriage.items.registeredOn.format']],
  ['27-pattern-without-day.yaml', ['MAN-135', 51, 78, 'resources.marriage.items.registeredOn.format']],
  ['28-platform-address.yaml', ['MAN-136', 9, 8, 'platform.url']],
  ['29-connector-package.yaml', ['MAN-137', 13, 10, 'connections.registry.use']],
  ['30-credit-code.yaml', ['MAN-140', 6, 32, 'system.owner.code']],
  ['31-credit-code-check-character.yaml', ['MAN-141', 6, 32, 'system.owner.code']],
  ['32-charset.yaml', ['TXT-101', 50, 18, 'resources.marriage.items.husbandName.charset']],
  ['33-dangling-connection.yaml', ['MAN-150', 33, 19, 'resources.marriage.from.connection']],
  ['34-dangling-item.yaml', ['MAN-151', 31, 46, 'resources.marriage.subject.by[1]']],
  ['35-unknown-element.yaml', ['MAN-152', 38, 44, 'resources.marriage.items.husbandId.element']],
  ['36-unknown-code-table.yaml', ['MAN-153', 54, 83, 'resources.marriage.items.husbandSex.codes.table']],
  ['37-code-outside-table.yaml', ['MAN-156', 54, 109, 'resources.marriage.items.husbandSex.codes.map.F']],
  ['38-one-column-twice.yaml', ['MAN-154', 39, 69, 'resources.marriage.items.wifeId.from']],
  ['39-platform-unknown.yaml', ['MAN-155', 54, 19, 'resources.marriage.provide.file.to']],
  ['40-negative-overlap.yaml', ['CHG-101', 36, 53, 'resources.marriage.from.changes.overlap']],
  ['41-changes-without-key.yaml', ['CHG-102', 32, 5, 'resources.marriage.from.key']],
  ['42-table-without-key.yaml', ['APL-101', 32, 5, 'resources.marriage.from.key']],
  ['43-item-without-title.yaml', ['MAN-201', 39, 7, 'resources.marriage.items.wifeId.title']],
  ['44-item-without-type.yaml', ['MAN-202', 39, 7, 'resources.marriage.items.wifeId.type']],
  ['45-item-without-maintainer.yaml', ['MAN-203', 38, 7, 'resources.marriage.items.wifeId.maintainer']],
  ['46-type-against-element.yaml', ['MAN-204', 39, 69, 'resources.marriage.items.wifeId.type']],
  ['47-item-without-grade.yaml', ['MAN-205', 53, 7, 'resources.marriage.items.kind.grade']],
  ['48-state-secret.yaml', ['MAN-301', 53, 59, 'resources.marriage.items.kind.grade']],
  ['49-conditional-without-condition.yaml', ['MAN-401', 29, 5, 'resources.marriage.sharing.condition']],
  ['50-none-without-basis.yaml', ['MAN-402', 29, 5, 'resources.marriage.sharing.basis']],
  ['51-none-provides.yaml', ['MAN-403', 55, 5, 'resources.marriage.provide']],
  ['52-exit-without-clearance.yaml', ['SEC-101', 58, 7, 'resources.marriage.provide.table.clearance']],
  ['53-draft.yaml', ['SEC-102', 28, 5, 'resources.marriage.draft']],
  ['54-literal-password.yaml', ['SEC-301', 20, 7, 'connections.registry.options.password']],
  ['55-reference-misspelt.yaml', ['SEC-302', 20, 7, 'connections.registry.options.password']],
  ['56-password-in-address.yaml', ['SEC-303', 17, 7, 'connections.registry.options.database']],
  ['57-plain-http.yaml', ['SEC-304', 9, 8, 'platform.url']],
  ['58-state-secret-category.yaml', ['MAN-301', 46, 32, 'resources.marriage.items.husbandName.categories[1]']],
  ['59-boolean-format.yaml', ['MAN-135', 52, 77, 'resources.marriage.items.annulled.format']],
  ['60-misspelt-section.yaml', ['MAN-120', 11, 1, 'conections']],
  ['61-list-instead-of-map.yaml', ['MAN-122', 6, 10, 'system.owner']],
  ['62-merge-key.yaml', ['MAN-110', 30, 15, '']],
  ['63-alias-bomb.yaml', ['MAN-109', 2, 8, '']],
  [
    '64-several.yaml',
    ['SEC-301', 20, 7, 'connections.registry.options.password'],
    ['MAN-120', 27, 5, 'resources.marriage.sumary'],
    ['MAN-133', 43, 15, 'resources.marriage.items.husbandName.type'],
    ['MAN-205', 53, 7, 'resources.marriage.items.kind.grade'],
    ['MAN-131', 57, 52, 'resources.marriage.provide.file.every'],
    ['MAN-150', 68, 32, 'operations.applyCertificate.accept.parameter.connection'],
  ],
  ['65-full-width-colon.yaml', ['MAN-113', 7, 3, '']],
  ['66-colon-without-blank.yaml', ['MAN-113', 30, 15, 'resources.marriage.update["cycle…"]']],
  ['67-indented-too-far.yaml', ['MAN-128', 37, 7, 'resources.marriage.from.items']],
  ['68-identifier-of-an-item-that-is-named.yaml', ['MAN-130', 39, 7, 'resources.marriage.items.wife_id']],
  ['69-no-table.yaml', ['MAN-126', 32, 5, 'resources.marriage.from']],
  [
    '70-offline-settings.yaml',
    ['AVL-101', 56, 63, 'resources.marriage.provide.parameter.replica'],
    ['AVL-101', 68, 67, 'operations.applyCertificate.accept.parameter.queue'],
    ['MAN-131', 68, 85, 'operations.applyCertificate.accept.parameter.queue.expires'],
  ],
  ['71-unquoted-comma.yaml', ['MAN-129', 53, 28, 'resources.marriage.items.kind["结婚"]']],
  ['72-changes-without-column.yaml', ['CHG-103', 36, 7, 'resources.marriage.from.changes.column']],
  ['73-changes-of-two-ways.yaml', ['CHG-104', 36, 44, 'resources.marriage.from.changes.lateCommit']],
  [
    '74-outbox-without-table.yaml',
    ['CHG-103', 36, 7, 'resources.marriage.from.changes.table'],
    ['MAN-131', 36, 42, 'resources.marriage.from.changes.lateCommit'],
  ],
  ['75-deletes-without-item.yaml', ['CHG-105', 35, 13, 'resources.marriage.from.key[0]']],
  ['76-deletes-with-withheld-key.yaml', ['CHG-106', 58, 99, 'resources.marriage.provide.table.clearance']],
  ['77-procedure-with-key.yaml', ['INV-101', 68, 60, 'operations.applyCertificate.accept.parameter.key']],
  ['78-procedure-and-table.yaml', ['MAN-126', 68, 42, 'operations.applyCertificate.accept.parameter.procedure']],
  [
    '79-dataset-not-defined.yaml',
    ['MAN-157', 36, 14, 'resources.marriage.from.table'],
    ['MAN-157', 70, 49, 'operations.applyCertificate.accept.parameter.table'],
  ],
  ['80-replica-too-old.yaml', ['AVL-102', 56, 112, 'resources.marriage.provide.parameter.replica.maxAge']],
  [
    '84-call-timeout.yaml',
    ['MAN-131', 24, 18, 'connections.frontend.callTimeout'],
    ['MAN-138', 27, 18, 'connections.archive.callTimeout'],
  ],
  [
    '85-layout-of-another-format.yaml',
    ['FIL-101', 57, 37, 'resources.marriage.provide.file.separator'],
    ['TXT-101', 57, 62, 'resources.marriage.provide.file.charset'],
    ['MAN-151', 57, 92, 'resources.marriage.provide.file.columns.wifeld'],
    ['FIL-101', 57, 135, 'resources.marriage.provide.file.columns.husbandId.at'],
  ],
  ['86-deletes-that-cannot-be-told.yaml', ['FIL-102', 57, 32, 'resources.marriage.provide.file.format']],
  [
    '87-table-for-the-platform.yaml',
    ['FIL-103', 57, 29, 'resources.marriage.provide.file.format'],
    ['FIL-103', 57, 42, 'resources.marriage.provide.file.header'],
  ],
  [
    '88-mask.yaml',
    ['MAN-206', 39, 102, 'resources.marriage.items.wifeId.mask.form'],
    ['MAN-207', 51, 132, 'resources.marriage.items.registeredOn.mask.grade'],
    ['MAN-206', 53, 76, 'resources.marriage.items.kind.mask.form'],
    ['MAN-206', 66, 65, 'operations.applyCertificate.input.reason.mask'],
  ],
  [
    '89-aggregates.yaml',
    ['MAN-208', 56, 48, 'resources.marriage.aggregates[0].grade'],
    ['MAN-151', 57, 32, 'resources.marriage.aggregates[1].items[1]'],
  ],
  [
    '90-lifecycle.yaml',
    ['SEC-306', 29, 22, 'resources.marriage.sharing.type'],
    ['SEC-307', 58, 7, 'resources.marriage.provide.table.purpose'],
    ['SEC-305', 58, 20, 'resources.marriage.provide.table.to'],
  ],
  ['91-hash-without-key.yaml', ['MAN-209', 39, 102, 'resources.marriage.items.wifeId.mask.form']],
  [
    '92-security.yaml',
    ['MAN-121', 11, 3, 'platform.tls.key'],
    ['SEC-310', 11, 3, 'platform.tls'],
    ['SEC-308', 16, 75, 'serve.tls.clients.callers.platform.fingerprints[0]'],
    ['SEC-301', 18, 3, 'trust.maskKey'],
    ['SEC-309', 19, 25, 'trust.revocations.every'],
  ],
  ['95-version.yaml', ['VER-102', 3, 10, 'version']],
]

test.each(broken)('%s: each cause is found once, at its place', async (file, ...expected) => {
  const { manifest, findings, source } = await loadManifest(fileURLToPath(new URL(String(file), folder)))
  expect(findings.map(({ rule, line, column, path }) => [rule, line, column, path])).toEqual(expected)
  expect(manifest === undefined).toBe(findings.some(({ severity }) => severity === 'error'))
  for (const { message, next } of findings) {
    for (const text of [message, next]) {
      expect(text.zh).toMatch(/\p{Script=Han}/u)
      expect(text.en).toMatch(/[a-z]{2}/)
      expect(text.zh + text.en).not.toMatch(/undefined|\[object|\{(?!\s|env|secret)\w+\}/)
    }
  }
  const printed = JSON.stringify(findings) + formatFindings(findings, 'zh', { source })
  expect(printed).not.toContain('canary')
})

test('every file of the folder is expected, and every rule of a manifest alone has a file', () => {
  expect(broken.map(([file]) => file)).toEqual(readdirSync(folder).sort())
  const tried = new Set(broken.flatMap(([, ...expected]) => expected.map(([rule]) => rule)))
  const rules = Object.keys(ruleCatalogue).filter((rule) => !/^(?:MAN-16[0-6]|CAP-101|FIL-104|VER-10[34])$/.test(rule))
  expect(tried).toEqual(new Set(rules))
})
