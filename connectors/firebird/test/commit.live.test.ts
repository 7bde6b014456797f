import { spawnSync } from 'node:child_process'
import { Secret, validateOptions } from '@berth/core'
import { beforeAll, expect, test } from 'vitest'
import { eventually } from '../../../test/servers/eventually.ts'
import { describeFirebird } from '../../../test/servers/live.ts'
import { openSockets } from '../../../test/servers/open-sockets.ts'
import { FirebirdConnection } from '../src/connection.ts'
import { loadDriver } from '../src/driver.ts'
import { manifest } from '../src/index.ts'
import { logIn } from '../src/login.ts'
import type { FirebirdOptions } from '../src/options.ts'

const { signal } = new AbortController()

/** The duplicates it stumbles over are found when it is committed. */
const index = 'CREATE UNIQUE INDEX UX_USED ON USED (ID)'

describeFirebird('a commit that Firebird refuses', ({ main }) => {
  let file: string

  beforeAll(async () => {
    file = await main.createDatabase('commits', 'UTF8')
    await main.run(
      file,
      `CREATE TABLE USED (ID INTEGER); COMMIT; INSERT INTO USED VALUES (1);
INSERT INTO USED VALUES (1); COMMIT;`,
    )
  })

  async function connect(): Promise<FirebirdConnection> {
    const { host, port, user, password } = main.data
    const options = validateOptions(manifest, { host, port, database: file, user, password: new Secret(password) })
    const attachment = await logIn(await loadDriver(), options as unknown as FirebirdOptions, { signal })
    return new FirebirdConnection(attachment, 1_000_000)
  }

  test('is an error, leaves no transaction behind, and the connection goes on', async () => {
    const writer = await connect()
    await expect(writer.execute(index, [], signal)).rejects.toMatchObject({ code: 'CONSTRAINT_VIOLATED' })
    expect(await writer.query('SELECT ID FROM USED', [], signal)).toEqual([[1], [1]])
    const writing = `SELECT COUNT(*) FROM MON$TRANSACTIONS T JOIN MON$ATTACHMENTS A USING (MON$ATTACHMENT_ID)
      WHERE MON$READ_ONLY = 0 AND A.MON$SYSTEM_FLAG = 0 AND MON$ATTACHMENT_ID <> CURRENT_CONNECTION`
    expect((await main.read(file, writing))[0]).toBe('0')
    await writer.attachment.close()
    expect(await eventually(() => openSockets() === 0)).toBe(true)
  })

  test('leaves the driver alone with an open transaction', () => {
    const { host, port, user, password } = main.data
    const options = JSON.stringify({ host, port, database: file, user, password })
    const script = `import('node-firebird').then(async ({ default: driver }) => {
        const writer = await driver.attachAsync(${options})
        await writer.queryAsync('${index}').catch(() => undefined)
        const reader = await driver.attachAsync(${options})
        const [row] = await reader.queryAsync("SELECT COUNT(*) AS N FROM MON$TRANSACTIONS WHERE MON$READ_ONLY = 0 AND MON$ATTACHMENT_ID IN (SELECT MON$ATTACHMENT_ID FROM MON$ATTACHMENTS WHERE MON$SYSTEM_FLAG = 0 AND MON$ATTACHMENT_ID <> CURRENT_CONNECTION)")
        console.log('left', row.N)
        process.exit(0)
      })`
    const bare = spawnSync(process.execPath, ['-e', script], { cwd: import.meta.dirname, timeout: 15_000 })
    expect(bare.stdout.toString()).toBe('left 1\n')
  })
})
