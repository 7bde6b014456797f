import type { Target, TargetColumn, TargetDataset, TargetProcedure } from '@berth/conformance'
import type { LogicalType, Row, Value } from '@berth/core'

/** One connection of a library, past every connector. */
export interface FamilyChannel {
  run(text: string, binds?: readonly unknown[]): Promise<void>
  rows(text: string): Promise<unknown[][]>
  commit(): Promise<void>
  close(): Promise<void>
}

/** How a database with the words of Oracle differs from the others. */
export interface FamilySpelling {
  marker(position: number): string
  /** What a column is declared as. Throws `TypeError` where there is no type. */
  native(column: TargetColumn): string
  holds(type: LogicalType, value: Value): boolean
  /** The expression around the marker of a cell, and what is bound. */
  cell(column: TargetColumn, marker: string, value: Exclude<Value, null>): readonly [expression: string, bind: unknown]
  /** The expression that reads a column, and what makes a canonical value of it. */
  select(column: TargetColumn, reference: string): string
  value(column: TargetColumn, raw: unknown): Value
  readonly integer: string
  readonly text: string
  readonly integerType: LogicalType
}

/**
 * The conformance kit's second channel to Oracle or Dameng, for the opt-in live suites: statements of its own through the
 * bare library, with every column written and read by expressions that the connector does not use for it.
 */
export function oracleFamilyTarget(
  options: Readonly<Record<string, unknown>>,
  open: () => Promise<FamilyChannel>,
  main: FamilyChannel,
  spelling: FamilySpelling,
): Target {
  const quoted = (name: string): string => `"${name}"`
  const column = (dataset: TargetDataset, name: string): TargetColumn => {
    const found = dataset.columns.find((each) => each.name === name)
    if (found === undefined) throw new TypeError(`${dataset.name} has no column ${name}`)
    return found
  }
  const cells = (columns: readonly TargetColumn[], row: Row): { expressions: string[]; binds: unknown[] } => {
    const binds: unknown[] = []
    const expressions = columns.map((each, at) => {
      const value = row[at] ?? null
      if (value === null) return 'NULL'
      const [expression, bind] = spelling.cell(each, spelling.marker(binds.length + 1), value)
      binds.push(bind)
      return expression
    })
    return { expressions, binds }
  }
  const remove = async (channel: FamilyChannel, dataset: TargetDataset, keys: readonly Row[]): Promise<void> => {
    const columns = dataset.key.map((name) => column(dataset, name))
    for (const key of keys) {
      const { expressions, binds } = cells(columns, key)
      const conditions = columns.map(({ name }, at) => `${quoted(name)} = ${expressions[at]}`)
      await channel.run(`DELETE FROM ${quoted(dataset.name)} WHERE ${conditions.join(' AND ')}`, binds)
    }
  }
  const put = async (channel: FamilyChannel, dataset: TargetDataset, rows: readonly Row[]): Promise<void> => {
    const positions = dataset.key.map((name) => dataset.columns.findIndex((each) => each.name === name))
    if (positions.length > 0)
      await remove(
        channel,
        dataset,
        rows.map((row) => positions.map((at) => row[at] ?? null)),
      )
    const names = dataset.columns.map(({ name }) => quoted(name)).join(', ')
    for (const row of rows) {
      const { expressions, binds } = cells(dataset.columns, row)
      await channel.run(`INSERT INTO ${quoted(dataset.name)} (${names}) VALUES (${expressions.join(', ')})`, binds)
    }
  }
  const committed = async (work: Promise<void>): Promise<void> => {
    await work
    await main.commit()
  }
  return {
    options,
    longText: true,
    holds: (type, value) => spelling.holds(type, value),
    holdsName: (name) => !name.includes('"') && !name.includes('\0') && Buffer.byteLength(name) <= 120,
    create: async (dataset) => {
      const columns = dataset.columns.map(
        (each) => `${quoted(each.name)} ${spelling.native(each)}${each.nullable ? '' : ' NOT NULL'}`,
      )
      if (dataset.key.length > 0) columns.push(`PRIMARY KEY (${dataset.key.map(quoted).join(', ')})`)
      await main.run(`CREATE TABLE ${quoted(dataset.name)} (${columns.join(', ')})`)
      for (const { name, comment } of dataset.columns) {
        if (comment === undefined) continue
        await main.run(
          `COMMENT ON COLUMN ${quoted(dataset.name)}.${quoted(name)} IS '${comment.replaceAll("'", "''")}'`,
        )
      }
      await committed(put(main, dataset, dataset.rows))
    },
    put: (dataset, rows) => committed(put(main, dataset, rows)),
    remove: (dataset, keys) => committed(remove(main, dataset, keys)),
    read: async (dataset) => {
      const expressions = dataset.columns.map((each) => spelling.select(each, quoted(each.name)))
      const rows = await main.rows(`SELECT ${expressions.join(', ')} FROM ${quoted(dataset.name)}`)
      return rows.map((row) =>
        dataset.columns.map((each, at) => (row[at] === null ? null : spelling.value(each, row[at]))),
      )
    },
    drop: async ({ name }) => {
      await main.run(`DROP TABLE ${quoted(name)} CASCADE CONSTRAINTS`)
      await main.run(`DROP SEQUENCE ${quoted(`${name}_SEQ`)}`).catch(() => undefined)
    },
    runScript: async (script) => {
      for (const statement of statementsOf(script)) await main.run(statement)
      await main.commit()
    },
    forgetChanges: async (_, by) => {
      if (by.kind !== 'outbox') throw new TypeError('there is no log')
      const newest = `(SELECT MAX("BERTH_NUMBER") FROM ${quoted(by.dataset)})`
      await committed(main.run(`DELETE FROM ${quoted(by.dataset)} WHERE "BERTH_NUMBER" < ${newest}`))
    },
    putLate: async (dataset, rows) => {
      const late = await open()
      await put(late, dataset, rows)
      return async () => {
        await late.commit()
        await late.close()
      }
    },
    createProcedure: async (dataset, kind): Promise<TargetProcedure> => {
      const name = `${dataset.name}_P`
      const [first, second] = dataset.columns.map((each) => quoted(each.name))
      const failing = kind === 'fails' ? " RAISE_APPLICATION_ERROR(-20001, 'failed');" : ''
      await main.run(`CREATE OR REPLACE PROCEDURE ${quoted(name)} ("P_ID" IN ${spelling.integer}, "P_NAME" IN ${spelling.text}, "P_NEXT" OUT ${spelling.integer}) AS
BEGIN INSERT INTO ${quoted(dataset.name)} (${first}, ${second}) VALUES ("P_ID", "P_NAME"); "P_NEXT" := "P_ID" + 1;${failing} END;`)
      return {
        name,
        parameters: [
          { name: 'P_ID', type: spelling.integerType },
          { name: 'P_NAME', type: { name: 'text' } },
        ],
        output: [{ name: 'P_NEXT', type: spelling.integerType }],
        drop: () => main.run(`DROP PROCEDURE ${quoted(name)}`),
      }
    },
    createView: async (dataset, name) => {
      await main.run(`CREATE VIEW ${quoted(name)} AS SELECT * FROM ${quoted(dataset.name)}`)
      return () => main.run(`DROP VIEW ${quoted(name)}`)
    },
    createSynonym: async (dataset, name) => {
      await main.run(`CREATE SYNONYM ${quoted(name)} FOR ${quoted(dataset.name)}`)
      return () => main.run(`DROP SYNONYM ${quoted(name)}`)
    },
    close: () => main.close(),
  }
}

/** The statements of a script for the command line of the database: a block ends with a slash of its own. */
function statementsOf(script: string): string[] {
  const statements: string[] = []
  const open: string[] = []
  for (const line of script.split('\n')) {
    if (open.length === 0 && (line === '' || line.startsWith('--') || line.startsWith('SET DEFINE'))) continue
    const isBlock = /^CREATE OR REPLACE/.test(open[0] ?? line)
    if (isBlock && line !== '/') open.push(line)
    else if (isBlock) statements.push(open.splice(0).join('\n'))
    else if (line.endsWith(';')) statements.push([...open.splice(0), line.slice(0, -1)].join('\n'))
    else open.push(line)
  }
  return statements
}

/** What stands in `ORACLE_ADDRESS` or `DAMENG_ADDRESS`: host, port, user, password and, for Oracle, service. */
export interface FamilyAddress {
  readonly host: string
  readonly port: number
  readonly user: string
  readonly password: string
  readonly service: string | undefined
}

/** The address in a variable of the environment; undefined where there is none. */
export function familyAddress(variable: 'ORACLE_ADDRESS' | 'DAMENG_ADDRESS'): FamilyAddress | undefined {
  const value = process.env[variable]
  if (value === undefined || value === '') return undefined
  const [host = '', port = '', user = '', password = '', service] = value.split(':')
  return { host, port: Number(port), user, password, service }
}

/** Digits of a second without the zeros that say nothing. */
export function withoutZeros(time: string): string {
  return time.includes('.') ? time.replace(/\.?0+$/, '') : time
}

/** A printed number with the zeros of its scale. */
export function withScale(printed: string, scale = 0): string {
  const plain = printed.replace(/^(-?)\./, '$10.')
  const [whole = '', fraction = ''] = plain.split('.')
  return scale === 0 ? whole : `${whole}.${fraction.padEnd(scale, '0')}`
}
