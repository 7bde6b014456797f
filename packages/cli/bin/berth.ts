#!/usr/bin/env -S node --max-semi-space-size=16 --conditions=@berth/source
// The command in development: runs the sources as they are.
import { keepCompiledCode } from '../src/command/compile-cache.ts'

keepCompiledCode()
const { main } = await import('../src/main.ts')
await main({ root: new URL('..', import.meta.url), unbuilt: true })
