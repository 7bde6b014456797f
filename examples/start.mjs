// npm start: installs what is missing and runs the city example on the project's own Node.
import path from 'node:path'
import { ensureToolchain, root, run } from '../test/toolchain.mjs'

const node = ensureToolchain()
const story = path.join(root, 'examples', 'city', 'main.ts')
const { code } = await run(node, [
  '--conditions=@berth/source',
  '--disable-warning=ExperimentalWarning',
  story,
  ...process.argv.slice(2),
])
process.exit(code)
