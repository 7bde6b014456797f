#!/usr/bin/env -S node --max-semi-space-size=16
// The published command. It starts on any Node, so that an old one gets a sentence instead of a syntax error. The flag
// keeps the young generation small: an exchange makes short-lived text only, and its memory is bounded by it.
const major = Number(process.versions.node.split('.')[0])
if (major < 24) {
  process.stderr.write(`berth 需要 Node.js 24 或更高版本，当前为 ${process.versions.node}\n`)
  process.stderr.write(`berth needs Node.js 24 or later, this is ${process.versions.node}\n`)
  process.exitCode = 3
} else {
  const { keepCompiledCode } = await import('../dist/command/compile-cache.js')
  keepCompiledCode()
  const { main } = await import('../dist/main.js')
  await main({ root: new URL('..', import.meta.url), unbuilt: false })
}
