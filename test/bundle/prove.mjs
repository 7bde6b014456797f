// The bundle is proven where it is to be used: on a machine without a network. Runs on Node 18 and up.
import { cpSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { root, run } from '../toolchain.mjs'

const canary = 'berth-canary-7f3a91'

/** In `folder` everything is installed from tarballs. Returns undefined, or what is wrong as a text. */
export async function proveBundle(node, folder) {
  const docking = path.join(folder, 'bundled')
  cpSync(path.join(root, 'test', 'bundle', 'docking'), docking, { recursive: true })
  // What must not come along: secrets, state, and data that lie there by chance.
  for (const name of ['.env', '.berth/secrets/DB', '.npmrc', 'sample.db', 'out/marriage-1.ndjson']) {
    mkdirSync(path.dirname(path.join(docking, name)), { recursive: true })
    writeFileSync(path.join(docking, name), canary)
  }
  const berth = path.join(folder, 'node_modules', '@berth', 'cli', 'bin', 'run.js')
  const made = path.join(folder, 'bundle')
  mkdirSync(made)
  const words = [berth, 'bundle', '--folder', docking, '--platform', `linux-${process.arch}`, '--node', 'current']
  const bundled = await run(node, [...words, '--out', made], { capture: true, cwd: folder })
  if (bundled.code !== 0) return `berth bundle ended with ${bundled.code}\n${bundled.output}`
  const archive = readdirSync(made).find((name) => name.endsWith('.tar.gz'))
  const script = path.join(root, 'test', 'bundle', 'without-network.mjs')
  // A network namespace of its own, with nothing in it but a loopback that is down.
  const isolated = ['-rn', node, script, folder, path.join(made, archive), canary]
  const proof = await run('unshare', isolated, { capture: true }).catch((error) => ({ code: 1, output: error.message }))
  return proof.code === 0
    ? undefined
    : `test/bundle/without-network.mjs ended with ${proof.code}\n${proof.output.slice(-6000)}`
}
