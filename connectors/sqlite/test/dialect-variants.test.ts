import { describeConformance } from '@berth/conformance/vitest'
import { type Connector, defineConnector } from '@berth/core'
import { type SqlDialect, sqlOperations } from '@berth/sql'
import { loadTable } from '../src/catalogue.ts'
import { dialect } from '../src/dialect.ts'
import { SqliteConnection } from '../src/driver.ts'
import { connector, manifest, type SqliteOptions } from '../src/index.ts'
import { sqliteTarget } from './target.ts'

/** The connector with the shared operations over another dialect, as databases behind a network have it. */
function variant(name: string, changes: Partial<SqlDialect>): Connector<SqliteOptions> {
  return defineConnector<SqliteOptions>({
    manifest: { ...manifest, name },
    open: async (options, context) => {
      const session = await connector.open(options, context)
      const connection = new SqliteConnection(options, context.access === 'read')
      const { scansInPages: _, ...rest } = dialect
      const operations = sqlOperations({
        dialect: { ...rest, ...changes },
        connection,
        loadTable: (dataset, signal) => loadTable(connection, dataset, options, signal),
      })
      const close = async (): Promise<void> => {
        connection.close()
        await session[Symbol.asyncDispose]()
      }
      return { ...session, ...operations, [Symbol.asyncDispose]: close }
    },
  })
}

describeConformance(variant('sqlite-alone-and-expanded', { maxUnionBranches: 1, rowValues: false, maxWriteRows: 1 }), {
  target: sqliteTarget,
})

const savepoint = { set: 'SAVEPOINT berth_row', rollback: 'ROLLBACK TO berth_row', release: 'RELEASE berth_row' }
describeConformance(variant('sqlite-small-with-savepoints', { maxUnionBranches: 3, maxParameters: 9, savepoint }), {
  target: sqliteTarget,
})
