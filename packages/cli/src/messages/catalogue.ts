import type { Language } from '@berth/core'
import { bundleMessages } from './catalogue/bundle.ts'
import { checkMessages } from './catalogue/check.ts'
import { devMessages } from './catalogue/dev.ts'
import { diffMessages } from './catalogue/diff.ts'
import { doctorMessages } from './catalogue/doctor.ts'
import { errorMessages } from './catalogue/error.ts'
import { exchangeMessages } from './catalogue/exchange.ts'
import { gatewayMessages } from './catalogue/gateway.ts'
import { initMessages } from './catalogue/init.ts'
import { kitMessages } from './catalogue/kit.ts'
import { logMessages } from './catalogue/log.ts'
import { migrateMessages } from './catalogue/migrate.ts'
import { reportMessages } from './catalogue/report.ts'
import { resourceMessages } from './catalogue/resource.ts'
import { secretMessages } from './catalogue/secret.ts'

type Messages = typeof bundleMessages &
  typeof checkMessages &
  typeof devMessages &
  typeof diffMessages &
  typeof doctorMessages &
  typeof errorMessages &
  typeof exchangeMessages &
  typeof gatewayMessages &
  typeof initMessages &
  typeof kitMessages &
  typeof migrateMessages &
  typeof logMessages &
  typeof reportMessages &
  typeof resourceMessages &
  typeof secretMessages

/** The name of a message. */
export type MessageKey = keyof Messages

/** Every sentence that a command prints, in both languages. Help texts stand in the commands themselves. */
export const messageCatalogue: Readonly<Record<MessageKey, Readonly<Record<Language, string>>>> = {
  ...bundleMessages,
  ...checkMessages,
  ...devMessages,
  ...diffMessages,
  ...doctorMessages,
  ...errorMessages,
  ...exchangeMessages,
  ...gatewayMessages,
  ...initMessages,
  ...kitMessages,
  ...migrateMessages,
  ...logMessages,
  ...reportMessages,
  ...resourceMessages,
  ...secretMessages,
}
