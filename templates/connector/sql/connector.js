// {{title}}. What is of this database stands in driver.js, dialect.js, catalogue.js, values.js and errors.js; the rest is shared.
import { defineConnector } from '@berth/core'
import { maxLookupKeys, sqlOperations } from '@berth/sql'
import { describe, loadTable } from './catalogue.js'
import { dialect } from './dialect.js'
import { openDatabase } from './driver.js'

export const connector = defineConnector({
  manifest: {
    name: '{{name}}',
    contract: 1,
    title: { zh: '{{title}}', en: '{{title}}' },
    // Versions that npm run conformance:real was run against, as the system names them.
    testedServers: [],
    options: {
      file: { type: 'string', required: true, title: { zh: '数据库文件的路径', en: 'path of the database file' } },
    },
    // What is not declared here is refused by core with NOT_SUPPORTED, and not tried by the kit.
    capabilities: {
      describe: {},
      lookup: { maxKeys: maxLookupKeys },
      scan: { resume: true },
      changes: { column: true },
      apply: { insert: true, upsert: true, deletes: true },
    },
    exemptions: [],
  },
  open: async (options, { access }) => {
    const connection = openDatabase(options, access === 'read')
    const load = (dataset, signal) => loadTable(connection, dataset, signal)
    return {
      ...sqlOperations({ dialect, connection, loadTable: load }),
      ping: async (signal) => ({
        product: `SQLite ${(await connection.query('SELECT sqlite_version()', [], signal))[0][0]}`,
        writable: access === 'write',
      }),
      describe: ({ names }, signal) => describe(connection, names, signal),
      [Symbol.asyncDispose]: async () => connection.close(),
    }
  },
})
