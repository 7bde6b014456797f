import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createReadStream, existsSync, readdirSync, readFileSync, unlinkSync } from 'node:fs'
import { join } from 'node:path'
import { BerthError } from '@berth/core'
import { compareReceipts, type ReceiptStore } from '@berth/files'
import { verifyReceipts } from '@berth/trust'
import iconv from 'iconv-lite'
import { describe, expect, test } from 'vitest'
import { runExchange } from '../../src/exchange/run-exchange.ts'
import { grant, RunningDocking } from '../docking/running-docking.ts'
import { TemporaryFolder } from '../temporary-folder.ts'
import {
  createPermits,
  drop,
  nightlyPermits,
  openPermitState,
  openPermits,
  permitManifest,
  permitSettings,
  shownPermits,
} from './permit-files.ts'
import { loadPermitDocking, PermitSender } from './permit-relay.ts'

function night(...permits: readonly string[]): Buffer {
  return iconv.encode(['许可证号,单位名称,费用', ...permits].map((line) => `${line}\r\n`).join(''), 'gb18030')
}

async function exchange(
  folder: string,
  exit: 'file' | 'table',
  changes?: 'log' | 'snapshot',
): ReturnType<typeof runExchange> {
  await using state = openPermitState(folder)
  return await runExchange(permitSettings(permitManifest(folder, nightlyPermits, changes), state, exit))
}

describe('permits that come as one file a night', () => {
  test('go into a table, those that are gone the next night are deleted', async () => {
    using folder = new TemporaryFolder()
    createPermits(folder.path)
    drop(folder.path, 'permits-20261122.csv', night('0001,张三建筑公司,1200.50', '0002,"李四, 食品",', '0003,㐀王五,3'))
    expect(await exchange(folder.path, 'table', 'snapshot')).toMatchObject({ rows: 3, deleted: 0 })
    expect(shownPermits(folder.path)).toEqual([
      ['0001', '张三建筑公司', '1200.50'],
      ['0002', '李四, 食品', null],
      ['0003', '㐀王五', '3'],
    ])
    expect(await exchange(folder.path, 'table', 'snapshot')).toMatchObject({ rows: 0, batches: 0 })
    drop(folder.path, 'permits-20261123.csv', night('0001,张三建筑公司,1300', '0003,㐀王五,3', '0004,赵六,x'))
    const second = await exchange(folder.path, 'table', 'snapshot')
    expect(second).toMatchObject({ rows: 2, deleted: 1, rejected: 1 })
    expect(shownPermits(folder.path)).toEqual([
      ['0001', '张三建筑公司', '1300'],
      ['0003', '㐀王五', '3'],
    ])
  })

  test('are not taken for deleted when the night’s file did not come or broke', async () => {
    using folder = new TemporaryFolder()
    createPermits(folder.path)
    drop(folder.path, 'permits-20261122.csv', night('0001,a,1', '0002,b,2'))
    await exchange(folder.path, 'table', 'snapshot')
    unlinkSync(join(folder.path, 'drop/permits-20261122.csv'))
    await expect(exchange(folder.path, 'table', 'snapshot')).rejects.toMatchObject({ code: 'FILE_SET_EMPTY' })
    drop(folder.path, 'permits-20261123.csv', night('0001,a,1', '"0002,b'))
    await expect(exchange(folder.path, 'table', 'snapshot')).rejects.toMatchObject({ code: 'QUOTE_UNCLOSED' })
    expect(shownPermits(folder.path)).toHaveLength(2)
  })

  test('go into a data file, and nothing more when nothing is new', async () => {
    using folder = new TemporaryFolder()
    createPermits(folder.path)
    drop(folder.path, 'permits-20261122.csv', night('0001,a,1', '0002,b,2'))
    const { files } = await exchange(folder.path, 'file', 'log')
    expect(
      files.map((name) =>
        readFileSync(name, 'utf8')
          .trim()
          .split('\n')
          .map((line) => JSON.parse(line)),
      ),
    ).toEqual([
      [
        { id: '0001', name: 'a', fee: '1' },
        { id: '0002', name: 'b', fee: '2' },
      ],
    ])
    expect((await exchange(folder.path, 'file', 'log')).files).toEqual([])
  })

  test('answer questions, anew with each night’s file', async () => {
    using folder = new TemporaryFolder()
    createPermits(folder.path)
    drop(folder.path, 'permits-20261122.csv', night('0001,张三,1'))
    const manifest = permitManifest(folder.path, nightlyPermits)
    const own = { ...manifest, system: { ...manifest.system, id: 'civil-affairs.marriage' } }
    await using docking = await RunningDocking.start({ manifest: own, openConnection: openPermits(own) })
    const ask = async (id: string): Promise<unknown> => {
      const resource = 'civil-affairs.marriage/permit'
      const granted = grant({ resource, items: ['id', 'name', 'fee'], purpose: 'audit' })
      const body = { purpose: 'audit', by: { id } }
      const { status, body: answer } = await docking.send({ path: '/resources/permit/lookup', body, grant: granted })
      expect(status).toBe(200)
      return answer['rows']
    }
    expect(await ask('0001')).toEqual([{ id: '0001', name: '张三', fee: '1' }])
    expect(await ask('0002')).toEqual([])
    drop(folder.path, 'permits-20261123.csv', night('0001,张三,2', '0002,李四,'))
    expect(await ask('0001')).toEqual([{ id: '0001', name: '张三', fee: '2' }])
    expect(await ask('0002')).toEqual([{ id: '0002', name: '李四', fee: null }])
  })
})

async function receive(folder: string): Promise<string> {
  await using state = openPermitState(folder)
  try {
    await runExchange(permitSettings(loadPermitDocking(folder), state, 'table'))
    return 'done'
  } catch (error) {
    if (BerthError.is(error)) return error.code
    throw error
  }
}

async function receiptsOf(folder: string, sender: PermitSender): ReturnType<typeof compareReceipts> {
  const there = (path: string): string => join(folder, 'drop', path)
  const store: ReceiptStore = {
    find: async (path) => (existsSync(there(path)) ? { path, size: 0, modified: 0 } : undefined),
    read: (path) => createReadStream(there(path)),
  }
  return await compareReceipts(store, 'receipts', sender.sent(), undefined, new AbortController().signal)
}

describe('signed batches from one agent to another', () => {
  test('bring what changed and what is gone, and a receipt comes back for each', async () => {
    using folder = new TemporaryFolder()
    const sender = new PermitSender(folder.path)
    sender.change("INSERT INTO PERMIT VALUES ('1', '张三', '1.00'), ('2', '', '2.50'), ('3', NULL, NULL)")
    await sender.send()
    sender.carryAcross(folder.path)
    expect(await receive(folder.path)).toBe('done')
    expect(shownPermits(folder.path)).toEqual(sender.permits())
    sender.change("UPDATE PERMIT SET name = '王五' WHERE id = '1'; DELETE FROM PERMIT WHERE id = '2'")
    await sender.send()
    sender.change("INSERT INTO PERMIT VALUES ('4', 'd', '4.00'); DELETE FROM PERMIT WHERE id = '3'")
    await sender.send()
    expect(await receiptsOf(folder.path, sender)).toEqual({ confirmed: [1], missing: [2, 3], contradicting: [] })
    sender.carryAcross(folder.path, (name) => !name.includes('000002'))
    expect(await receive(folder.path)).toBe('BATCH_MISSING')
    expect(shownPermits(folder.path)).toHaveLength(3)
    sender.carryAcross(folder.path)
    expect(await receive(folder.path)).toBe('done')
    expect(shownPermits(folder.path)).toEqual(sender.permits())
    expect(await receiptsOf(folder.path, sender)).toEqual({ confirmed: [1, 2, 3], missing: [], contradicting: [] })
    expect(await receive(folder.path)).toBe('done')
  })

  test('survive a kill -9 of the receiver at each step that leaves a trace', { timeout: 240_000 }, async () => {
    const run = async (folder: string, crashAt: number): Promise<{ killed: boolean; steps: number }> => {
      const script = new URL('./permit-child.ts', import.meta.url).pathname
      const child = spawn(process.execPath, ['--conditions=@berth/source', '--no-warnings', script, folder], {
        env: { ...process.env, CRASH_AT: String(crashAt) },
        stdio: ['ignore', 'pipe', 'inherit'],
      })
      let output = ''
      child.stdout.on('data', (text) => {
        output += String(text)
      })
      const [, signal] = await once(child, 'close')
      const last = output.trim().split('\n').at(-1) ?? ''
      return { killed: signal === 'SIGKILL', steps: last.startsWith('{') ? JSON.parse(last).steps : 0 }
    }
    const prepare = async (folder: string): Promise<PermitSender> => {
      const sender = new PermitSender(folder)
      const rows = Array.from({ length: 350 }, (_, index) => `('${index}', '姓名${index}', '${index}.00')`)
      sender.change(`INSERT INTO PERMIT VALUES ${rows.join(', ')}`)
      await sender.send()
      sender.change("DELETE FROM PERMIT WHERE id LIKE '1%'; UPDATE PERMIT SET name = '改'")
      await sender.send()
      sender.carryAcross(folder)
      return sender
    }
    using whole = new TemporaryFolder()
    await prepare(whole.path)
    const { steps } = await run(whole.path, 0)
    expect(steps).toBeGreaterThan(8)
    for (let crashAt = 1; crashAt <= steps; crashAt++) {
      using folder = new TemporaryFolder()
      const sender = await prepare(folder.path)
      expect((await run(folder.path, crashAt)).killed, `step ${crashAt} of ${steps}`).toBe(true)
      expect(await receive(folder.path)).toBe('done')
      expect(shownPermits(folder.path), `step ${crashAt} of ${steps}`).toEqual(sender.permits())
      const { missing, contradicting } = await receiptsOf(folder.path, sender)
      expect([missing, contradicting], `step ${crashAt} of ${steps}`).toEqual([[], []])
      const left = join(folder.path, 'drop/receipts')
      expect(
        existsSync(left) && readdirSync(left).filter((name) => name.startsWith('.')),
        'drafts of receipts',
      ).toEqual([])
      await using state = openPermitState(folder.path)
      const receipts = await state.receipts(0, 1000)
      expect(verifyReceipts(receipts)).toEqual({ ok: true, count: receipts.length })
    }
  })
})
