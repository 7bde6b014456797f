#!/usr/bin/env -S node --conditions=@berth/source
// npm create berth in development: runs the sources as they are.
const { createDocking } = await import('../src/index.ts')
await createDocking(process.argv.slice(2), { unbuilt: true })
