// Publishes a try of this checkout with the tag canary. It changes the packages of the checkout, so only a workflow may run it.
import path from 'node:path'
import { root, run } from '../toolchain.mjs'
import { completePackages } from './complete-packages.mjs'
import { canaryWords, headOf } from './pack-release.mjs'

const { GITHUB_ACTIONS: inWorkflow } = process.env
if (inWorkflow !== 'true') {
  console.error(
    'Only the workflow publishes: it signs where a package was built. Locally: npm run release:dry -- --canary',
  )
  process.exit(1)
}
const changeset = path.join(root, 'node_modules', '.bin', 'changeset')
for (const words of [canaryWords(headOf(root)), ['publish', '--tag', 'canary', '--no-git-tag']]) {
  if (words[0] === 'publish') completePackages(root)
  const { code } = await run(changeset, words)
  if (code !== 0) process.exit(code)
}
