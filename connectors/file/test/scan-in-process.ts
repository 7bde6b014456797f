// Scans the dataset `permits` of a folder in a process of its own, so that its memory is its own: node scan-in-process.ts FOLDER
import { openSession } from '@berth/core'
import { connector } from '../src/index.ts'

const idle = process.memoryUsage.rss()
const [folder = ''] = process.argv.slice(2)
const columns = { id: 'int64', name: 'text', note: 'text' }
const context = { access: 'read', datasets: { permits: { files: 'permits-*.csv', columns } } } as const
// What the system tells as the highest counts the process that started this one, too.
let peak = idle
let rows = 0
{
  await using session = await openSession(connector, { folder }, context)
  const asked = Object.keys(columns).map((name) => ({ name }))
  for await (const batch of session.scan({ dataset: 'permits', columns: asked })) {
    rows += batch.rows.length
    peak = Math.max(peak, process.memoryUsage.rss())
  }
}
process.stdout.write(JSON.stringify({ rows, aboveIdle: peak - idle }))
