#!/usr/bin/env node
// npm create berth. It starts on any Node, so that an old one gets a sentence instead of a syntax error.
const major = Number(process.versions.node.split('.')[0])
if (major < 24) {
  process.stderr.write(`berth 需要 Node.js 24 或更高版本，当前为 ${process.versions.node}\n`)
  process.stderr.write(`berth needs Node.js 24 or later, this is ${process.versions.node}\n`)
  process.exitCode = 3
} else {
  const { createDocking } = await import('../dist/index.js')
  await createDocking(process.argv.slice(2))
}
