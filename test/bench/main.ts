import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { Figure } from './measure.ts'

const names = [
  'exchange-sqlite',
  'exchange-firebird',
  'growth-sqlite',
  'growth-firebird',
  'exchange-postgres',
  'exchange-mysql',
  'growth-postgres',
  'growth-mysql',
  'scan-sqlite',
  'scan-firebird',
  'scan-postgres',
  'scan-mysql',
  'write-sqlite',
  'write-firebird',
  'write-postgres',
  'write-mysql',
  'files-csv',
  'grants',
  'guard',
  'receipts',
  'service-sqlite',
  'service-firebird',
  'service-http-client',
  'service-soap-client',
  'signatures',
]

const help = `npm run bench [-- options] [measure ...]

  --json    an array of { name, value, unit, against, ratio, peakMemoryMB, target }, for machines
  --help    this text

Measures: ${names.join(', ')}. Each runs in a process of its own, the raw driver and Berth in turn.
Figures of a shared machine vary by a third: read the ratios.`

const parameters = process.argv.slice(2)
if (parameters.includes('--help')) {
  console.log(help)
  process.exit(0)
}
const json = parameters.includes('--json')
const chosen = parameters.filter((parameter) => !parameter.startsWith('--'))
const unknown = chosen.filter((name) => !names.includes(name))
if (unknown.length > 0) {
  console.error(`No such measure: ${unknown.join(', ')}\n\n${help}`)
  process.exit(2)
}

const figures: Figure[] = []
let failed = false
for (const name of chosen.length > 0 ? chosen : names) {
  const script = fileURLToPath(new URL(`./measures/${name}.ts`, import.meta.url))
  // As the berth command runs: see the first line of packages/cli/bin/run.js.
  const flags = [...process.execArgv, '--max-semi-space-size=16', '--disable-warning=ExperimentalWarning']
  const child = spawn(process.execPath, [...flags, script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let output = ''
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString()
  })
  const [code] = (await once(child, 'close')) as [number | null]
  if (code !== 0) {
    failed = true
    console.error(`${name} failed`)
    continue
  }
  const measured = JSON.parse(output) as Figure[]
  figures.push(...measured)
  if (!json) for (const figure of measured) console.log(line(figure))
}
if (json) console.log(JSON.stringify(figures, undefined, 2))
process.exit(failed ? 1 : 0)

function line({ name, value, unit, against, ratio, peakMemoryMB, target }: Figure): string {
  const compared = ratio === undefined ? '' : `  ${ratio.toFixed(2)} of ${against ?? ''}`
  const memory = peakMemoryMB === undefined ? '' : `  peak ${peakMemoryMB} MB`
  const wanted = target === undefined ? '' : `  (target ${target})`
  return `${name.padEnd(34)} ${value.toLocaleString('en', { maximumFractionDigits: 2 }).padStart(12)} ${unit.padEnd(11)}${compared}${memory}${wanted}`
}
