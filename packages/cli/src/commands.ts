import type { Command } from '@oclif/core'
import { AddOperation } from './commands/add-operation.ts'
import { AddResource } from './commands/add-resource.ts'
import { Bundle } from './commands/bundle.ts'
import { BundleInstall } from './commands/bundle-install.ts'
import { BundleRollback } from './commands/bundle-rollback.ts'
import { BundleVerify } from './commands/bundle-verify.ts'
import { Changes } from './commands/changes.ts'
import { Check } from './commands/check.ts'
import { CiInit } from './commands/ci-init.ts'
import { Completion } from './commands/completion.ts'
import { ConnectorNew } from './commands/connector-new.ts'
import { Dev } from './commands/dev.ts'
import { Diff } from './commands/diff.ts'
import { Discover } from './commands/discover.ts'
import { Doctor } from './commands/doctor.ts'
import { Explain } from './commands/explain.ts'
import { GatewayExplain } from './commands/gateway-explain.ts'
import { Init } from './commands/init.ts'
import { KeysGenerate } from './commands/keys-generate.ts'
import { KeysShow } from './commands/keys-show.ts'
import { Lookup } from './commands/lookup.ts'
import { Migrate } from './commands/migrate.ts'
import { PlatformStart } from './commands/platform-start.ts'
import { Preview } from './commands/preview.ts'
import { Publish } from './commands/publish.ts'
import { ReceiptsArchive } from './commands/receipts-archive.ts'
import { ReceiptsExport } from './commands/receipts-export.ts'
import { ReceiptsRedact } from './commands/receipts-redact.ts'
import { ReceiptsShow } from './commands/receipts-show.ts'
import { ReceiptsVerify } from './commands/receipts-verify.ts'
import { ReportConvert } from './commands/report-convert.ts'
import { ReportKey } from './commands/report-key.ts'
import { ReportShow } from './commands/report-show.ts'
import { ReportVerify } from './commands/report-verify.ts'
import { SecretList } from './commands/secret-list.ts'
import { SecretRemove } from './commands/secret-remove.ts'
import { SecretSet } from './commands/secret-set.ts'
import { Start } from './commands/start.ts'
import { Sync } from './commands/sync.ts'
import { Wsdl } from './commands/wsdl.ts'

/** Every command by its id. oclif reads this map instead of searching a folder. */
export const commands: Readonly<Record<string, Command.Class>> = {
  'add:operation': AddOperation,
  'add:resource': AddResource,
  bundle: Bundle,
  'bundle:install': BundleInstall,
  'bundle:rollback': BundleRollback,
  'bundle:verify': BundleVerify,
  changes: Changes,
  check: Check,
  'ci:init': CiInit,
  dev: Dev,
  completion: Completion,
  'connector:new': ConnectorNew,
  diff: Diff,
  discover: Discover,
  doctor: Doctor,
  explain: Explain,
  'gateway:explain': GatewayExplain,
  init: Init,
  'keys:generate': KeysGenerate,
  'keys:show': KeysShow,
  lookup: Lookup,
  migrate: Migrate,
  'platform:start': PlatformStart,
  preview: Preview,
  publish: Publish,
  'receipts:archive': ReceiptsArchive,
  'receipts:export': ReceiptsExport,
  'receipts:redact': ReceiptsRedact,
  'receipts:show': ReceiptsShow,
  'receipts:verify': ReceiptsVerify,
  'report:convert': ReportConvert,
  'report:key': ReportKey,
  'report:show': ReportShow,
  'report:verify': ReportVerify,
  'secret:list': SecretList,
  'secret:remove': SecretRemove,
  'secret:set': SecretSet,
  start: Start,
  sync: Sync,
  wsdl: Wsdl,
}
