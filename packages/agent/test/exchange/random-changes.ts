import type { DatabaseSync } from 'node:sqlite'
import { canary } from './registry.ts'
import { changeSource } from './shown-state.ts'

/** Changes rows at random: new ones, changed ones, deleted ones, deleted ones that come again, keys that change. */
export function changeAtRandom(folder: string, most: number, random: () => number): void {
  const below = (limit: number): number => Math.floor(random() * limit)
  changeSource(folder, (source) => {
    for (let left = below(most); left > 0; left--) {
      const id = 1 + below(most * 3)
      const step = random()
      if (step < 0.4) put(source, id, `名${below(1e6)}`)
      else if (step < 0.7) source.prepare('UPDATE PERSON SET XM = ? WHERE ID = ?').run(`改${below(1e6)}`, id)
      else if (step < 0.95) source.prepare('DELETE FROM PERSON WHERE ID = ?').run(id)
      else source.prepare('UPDATE OR IGNORE PERSON SET ID = ? WHERE ID = ?').run(1 + below(most * 3), id)
    }
    if (random() < 0.05) source.exec('DELETE FROM PERSON')
  })
}

function put(source: DatabaseSync, id: number, name: string): void {
  // Not in place of the row that is there: that would be no delete and no update to a trigger.
  source.prepare('INSERT OR IGNORE INTO PERSON VALUES (?, ?, ?, ?, 0)').run(id, name, '19700203', canary)
}
