import type { Language } from '@berth/core'
import { checkMessages } from './catalogue/check.ts'
import { diffMessages } from './catalogue/diff.ts'
import { doctorMessages } from './catalogue/doctor.ts'
import { errorMessages } from './catalogue/error.ts'
import { exchangeMessages } from './catalogue/exchange.ts'
import { gatewayMessages } from './catalogue/gateway.ts'
import { initMessages } from './catalogue/init.ts'
import { kitMessages } from './catalogue/kit.ts'
import { reportMessages } from './catalogue/report.ts'
import { resourceMessages } from './catalogue/resource.ts'
import { logMessages } from './catalogue/log.ts'
import { migrateMessages } from './catalogue/migrate.ts'
import { secretMessages } from './catalogue/secret.ts'

type Messages = typeof checkMessages &
  typeof diffMessages &
  typeof doctorMessages &
  typeof errorMessages &
  typeof exchangeMessages &
  typeof gatewayMessages &
  typeof initMessages &
  typeof kitMessages &
  typeof reportMessages &
  typeof resourceMessages &
  typeof secretMessages

  typeof migrateMessages &
  typeof logMessages &
/** The name of a message. */
export type MessageKey = keyof Messages

/** Every sentence that a command prints, in both languages. Help texts stand in the commands themselves. */
export const messageCatalogue: Readonly<Record<MessageKey, Readonly<Record<Language, string>>>> = {
  ...checkMessages,
  ...diffMessages,
  ...doctorMessages,
  ...errorMessages,
  ...exchangeMessages,
  ...gatewayMessages,
  ...initMessages,
  ...kitMessages,
  ...reportMessages,
  ...resourceMessages,
  ...secretMessages,
}
  ...migrateMessages,
  ...logMessages,
