import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { root, workspacePackages } from '../structure/sources.ts'

interface Step {
  readonly uses?: string
  readonly run?: string
  readonly env?: Readonly<Record<string, string>>
  readonly with?: Readonly<Record<string, unknown>>
}

interface Job {
  readonly 'timeout-minutes'?: number
  readonly permissions?: Readonly<Record<string, string>>
  readonly environment?: string
  readonly steps: readonly Step[]
}

interface Workflow {
  readonly on: Readonly<Record<string, unknown>>
  readonly permissions: Readonly<Record<string, string>>
  readonly jobs: Readonly<Record<string, Job>>
}

const folder = join(root, '.github/workflows')
const workflows = readdirSync(folder).map((file) => {
  const text = readFileSync(join(folder, file), 'utf8')
  return [file, { text, ...(parse(text) as Workflow) }] as const
})
const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: Record<string, string> }

test('there are a check, a release and a canary', () => {
  expect(workflows.map(([file]) => file)).toEqual(['canary.yaml', 'ci.yaml', 'release.yaml'])
})

test.each(workflows)('%s: actions are pinned to a commit, with the version beside it', (_file, { text, jobs }) => {
  const used = Object.values(jobs).flatMap(({ steps }) => steps.flatMap(({ uses }) => uses ?? []))
  expect(used.length).toBeGreaterThan(0)
  for (const each of used) {
    expect(each).toMatch(/^actions\/[\w-]+@[0-9a-f]{40}$/)
    expect(text).toMatch(new RegExp(`${each} # v\\d+\\.\\d+\\.\\d+`))
  }
})

test.each(workflows)('%s: what it runs is there', (_file, { jobs }) => {
  for (const { run = '' } of Object.values(jobs).flatMap(({ steps }) => steps)) {
    for (const [, script = ''] of run.matchAll(/npm run ([\w:]+)/g)) expect(Object.keys(scripts)).toContain(script)
    for (const [, file = ''] of run.matchAll(/(?:node|bash) ([\w./-]+)/g))
      expect(existsSync(join(root, file)), file).toBe(true)
  }
})

test.each(workflows)('%s: no job may more than it needs, or runs for ever', (_file, { on, permissions, jobs }) => {
  expect(permissions).toEqual({ contents: 'read' })
  expect(Object.keys(on)).not.toContain('pull_request_target')
  for (const job of Object.values(jobs)) {
    expect(job['timeout-minutes']).toBeLessThanOrEqual(90)
    const publishes = job.steps.some(({ env }) => env?.['NODE_AUTH_TOKEN'] !== undefined)
    expect(job.permissions?.['id-token'] === 'write').toBe(publishes)
    // The token is one of an environment that people can be asked to approve.
    expect(job.environment === 'npm').toBe(publishes)
    const pushes = job.steps.some(({ run }) => run?.includes('git push'))
    expect(job.permissions?.['contents'] === 'write').toBe(pushes)
    const checkout = job.steps.find(({ uses }) => uses?.startsWith('actions/checkout@'))
    expect(checkout?.with?.['persist-credentials'] === false).toBe(!pushes)
    for (const { run = '' } of job.steps) expect(run, 'what others write is no part of a script').not.toContain('${{')
  }
})

test.each(workflows)('%s: nothing is published that was not checked and tried before', (_file, { jobs }) => {
  for (const { steps } of Object.values(jobs)) {
    const at = (words: RegExp): number => steps.findIndex(({ run }) => words.test(run ?? ''))
    expect(at(/^bash \.ci\/run$/)).toBeGreaterThan(0)
    const publishing = at(/changeset publish|release:canary/)
    if (publishing < 0) continue
    expect(at(/release:dry/)).toBeGreaterThan(at(/^bash \.ci\/run$/))
    expect(publishing).toBeGreaterThan(at(/release:dry/))
  }
})

test('every package is published with provenance, for everybody', () => {
  const wrong = workspacePackages
    .filter(({ manifest }) => manifest['private'] !== true)
    .filter(({ manifest }) => JSON.stringify(manifest['publishConfig']) !== '{"access":"public","provenance":true}')
  expect(wrong.map(({ name }) => name)).toEqual([])
})

test('core, conformance and the command have one version, and connectors one each', () => {
  const config = JSON.parse(readFileSync(join(root, '.changeset/config.json'), 'utf8')) as Record<string, unknown>
  expect(config).toMatchObject({
    fixed: [['@berth/core', '@berth/conformance', '@berth/cli']],
    linked: [],
    access: 'public',
    baseBranch: 'main',
  })
})
