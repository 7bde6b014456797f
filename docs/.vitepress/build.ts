import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'vitepress'
import { brokenLinks } from './links.ts'
import { layOut } from './pages.ts'
import { makePortable } from './portable.ts'

// node docs/.vitepress/build.ts [FOLDER]: builds the site into a folder, docs/.vitepress/dist if none is named.
const root = fileURLToPath(new URL('../../', import.meta.url))
const site = path.resolve(process.argv[2] ?? path.join(root, 'docs/.vitepress/dist'))
const work = path.join(root, 'test/.work/site')
layOut(root, work)
await build(work, { outDir: site })
makePortable(site)
const broken = brokenLinks(site)
if (broken.length > 0) throw new Error(`links that lead nowhere:\n${broken.join('\n')}`)
