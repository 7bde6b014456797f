import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { levels, type Requirement, type Role } from './requirement.ts'

interface RequirementsFile {
  readonly contract: string
  readonly requirements: readonly Requirement[]
}

const roles: readonly Role[] = ['connector', 'docking', 'platform']
const file = readRequirements(readFileSync(new URL('../../requirements.yaml', import.meta.url), 'utf8'))

/** The version of the docking contract that the kit tries. */
export const contractVersion: string = file.contract

/** Every clause of the contract, in its order. */
export const requirements: readonly Requirement[] = file.requirements

/** The clause of this id. Throws a `TypeError` where there is none. */
export function requirementOf(id: string): Requirement {
  const found = requirements.find((requirement) => requirement.id === id)
  if (found === undefined) throw new TypeError(`there is no clause ${id}`)
  return found
}

/** The requirements that a text of YAML holds. Throws a `TypeError` that names the clause where one is not whole. */
export function readRequirements(text: string): RequirementsFile {
  const { contract, requirements: read } = parse(text) as RequirementsFile
  const seen = new Set<string>()
  for (const { id, role, keyword, level, since, text: words, notTested, ...rest } of read) {
    const wrong = (what: string): TypeError => new TypeError(`clause ${id}: ${what}`)
    if (!/^[A-Z]{3}-\d+$/.test(id)) throw wrong('its id is not three letters and a number')
    if (seen.has(id)) throw wrong('it stands there twice')
    seen.add(id)
    if (!roles.includes(role)) throw wrong(`there is no role ${role}`)
    if (keyword !== 'MUST' && keyword !== 'SHOULD') throw wrong(`there is no keyword ${String(keyword)}`)
    if (!levels.includes(level)) throw wrong(`there is no level ${level}`)
    if (!/^\d+\.\d+$/.test(since)) throw wrong('since is no version')
    if (!words?.zh || !words.en) throw wrong('it has to be worded in Chinese and English')
    if (notTested !== undefined && keyword === 'MUST') throw wrong('what MUST be is tried')
    const [unknown] = Object.keys(rest).filter((name) => name !== 'capability')
    if (unknown !== undefined) throw wrong(`${unknown} is no key`)
  }
  return { contract, requirements: read }
}
