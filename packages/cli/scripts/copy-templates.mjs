// The templates stand at the top of the repository, and the package carries a copy: made before packing, removed after. With it goes
// what the connectors of this release say of themselves, for a docking that is made before any of them is installed.
import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'

const root = new URL('../../../', import.meta.url)
const target = new URL('../templates', import.meta.url)
rmSync(target, { recursive: true, force: true })
if (!process.argv.includes('--remove')) {
  cpSync(new URL('templates', root), target, { recursive: true })
  for (const file of ['connector.js', 'target.js'])
    cpSync(
      new URL(`examples/third-party/${file}`, root),
      new URL(`../templates/connector/protocol/${file}`, import.meta.url),
    )
  writeFileSync(new URL('../templates/connectors.json', import.meta.url), JSON.stringify(await connectorFacts()))
}

async function connectorFacts() {
  const facts = {}
  for (const folder of readdirSync(new URL('connectors', root))) {
    const home = new URL(`connectors/${folder}/`, root)
    const { name, version } = JSON.parse(readFileSync(new URL('package.json', home), 'utf8'))
    const { connector } = await import(new URL('dist/index.js', home).href)
    const { options, driver } = connector.manifest
    facts[name] = { name: connector.manifest.name, version, options, driver }
  }
  return facts
}
