import { startPlatform } from '../src/index.ts'

// A platform in a process of its own, for the tests that kill it. It tells its address and token, then runs.
const folder = process.argv[2]
if (folder === undefined) throw new TypeError('a folder is needed')
process.on('disconnect', () => process.exit(1))
const platform = await startPlatform({ folder })
process.send?.({ url: platform.url, adminToken: platform.adminToken })
