import { writeFileSync } from 'node:fs'
import { reportSchema } from '@berth/conformance'
import { connectorsPage } from './connectors-page.ts'
import { contractPage, contractRoles } from './contract-page.ts'
import { elementsPage } from './elements-page.ts'
import { gatewaysPage } from './gateways-page.ts'

writeFileSync(new URL('../../docs/elements.md', import.meta.url), elementsPage())
for (const role of contractRoles) {
  writeFileSync(new URL(`../../docs/contract/${role}.md`, import.meta.url), contractPage(role))
}
writeFileSync(new URL('../../docs/connectors.md', import.meta.url), connectorsPage())
writeFileSync(new URL('../../docs/gateways.md', import.meta.url), gatewaysPage())
writeFileSync(
  new URL('../../packages/conformance/report.schema.json', import.meta.url),
  `${JSON.stringify(reportSchema, undefined, 2)}\n`,
)
