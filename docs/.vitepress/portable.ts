import { globSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'

/** What the site is built for. Nothing is served there: {@link makePortable} takes it out of every file again. */
export const placeholderBase = '/__berth__/'

/**
 * Frees a built site of its address: it works under any path of any server, and without scripts, which browsers do not
 * run there, as files on a disk. Throws where the placeholder is left in a file, so that a newer VitePress cannot break it unseen.
 */
export function makePortable(site: string): void {
  for (const file of globSync('**/*.{html,js,css,json}', { cwd: site })) {
    const text = readFileSync(path.join(site, file), 'utf8')
    const up = '../'.repeat(file.split(path.sep).length - 1) || './'
    const free = file.endsWith('.html') ? portablePage(text, up) : portableScript(text)
    if (free.includes('__berth__/')) throw new Error(`${file} still holds the address it was built for`)
    if (free !== text) writeFileSync(path.join(site, file), free)
  }
}

/** A page without its address; `up` leads from it to the root of the site. */
export function portablePage(text: string, up: string): string {
  const before = `<script>window.berthBase=new URL('${up}',location.href).pathname</script>`
  // Scripts that change the address without a new page need links that hold from everywhere.
  const behind = `<script>if(location.protocol!=='file:'){for(const a of document.querySelectorAll('a[href]')){const h=a.getAttribute('href');if(/^\\.{1,2}\\//.test(h))a.setAttribute('href',a.pathname.replace(/index\\.html$/,'')+a.hash)}}</script>`
  return text
    .replaceAll(
      /(href|src)="\/__berth__\/([^"]*)"/g,
      (_, name: string, rest: string) => `${name}="${up}${named(rest)}"`,
    )
    .replaceAll(/href="(\.{1,2}\/[^":]*)"/g, (_, link: string) => `href="${named(link)}"`)
    .replace('<head>', `<head>\n    ${before}`)
    .replace('</body>', `${behind}</body>`)
}

/** A folder has an address on a server alone: on a disk its page is named. */
function named(link: string): string {
  return link.replace(/^([^#?]*\/|)(#.*)?$/, (_, folder: string, hash = '') => `${folder}index.html${hash}`)
}

/** A program without its address. */
export function portableScript(text: string): string {
  if (text.includes('__VP_SITE_DATA__=')) {
    return `${text.replaceAll('/__berth__/', '/')};window.__VP_SITE_DATA__.base=window.berthBase`
  }
  // The index of the search is one text; its places are put right when it is loaded.
  if (text.includes('{"documentCount":')) {
    return text
      .replaceAll('/__berth__/', '/__site__/')
      .replace(/export\s*\{\s*(\w+) as default\s*\}/, 'export default $1.replaceAll("/__site__/",window.berthBase)')
  }
  return text
    .replaceAll(/"\/__berth__\/([^"\\]*)"/g, '(window.berthBase+"$1")')
    .replaceAll(/'\/__berth__\/([^'\\]*)'/g, "(window.berthBase+'$1')")
    .replaceAll('`/__berth__/', '`$' + '{window.berthBase}')
}
