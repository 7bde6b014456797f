import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

const hosts: readonly (readonly [word: string, ci: string])[] = [
  ['github', 'github'],
  ['gitee', 'gitee'],
]

/** The CI system that goes with where the code is kept, by the git remotes above the folder; GitLab where they do not tell. */
export function guessCi(folder: string): string {
  for (let place = folder; ; place = dirname(place)) {
    const config = gitConfig(place)
    if (config !== undefined) return hosts.find(([word]) => config.includes(word))?.[1] ?? 'gitlab'
    if (dirname(place) === place) return 'gitlab'
  }
}

/** The addresses of the remotes, in one text; undefined where the folder is no clone. */
function gitConfig(place: string): string | undefined {
  try {
    const text = readFileSync(join(place, '.git', 'config'), 'utf8')
    return (text.match(/^\s*url\s*=.*$/gm) ?? []).join('\n').toLowerCase()
  } catch {
    return undefined
  }
}
