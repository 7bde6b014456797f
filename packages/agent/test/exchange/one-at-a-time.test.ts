import { expect, test } from 'vitest'
import { runExchange } from '../../src/exchange/run-exchange.ts'
import { TemporaryFolder } from '../temporary-folder.ts'
import { createRegistry, exchangeSettings, openRegistryState } from './registry.ts'

test('an exchange that runs elsewhere is left to go on there, others run beside it', async () => {
  using folder = new TemporaryFolder()
  createRegistry(folder.path, 10)
  await using state = openRegistryState(folder.path)
  await using elsewhere = openRegistryState(folder.path)
  const run = (exit: 'file' | 'table'): Promise<unknown> => runExchange(exchangeSettings(folder.path, state, exit))
  {
    await using _running = await elsewhere.claim('person file')
    await expect(run('file')).rejects.toMatchObject({ code: 'STATE_LOCKED', details: { held: 'person file' } })
    expect(await state.receipts(0, 10)).toEqual([])
    expect(await run('table')).toMatchObject({ rows: 10 })
  }
  expect(await run('file')).toMatchObject({ rows: 10 })
})
