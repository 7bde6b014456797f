import { execFile } from 'node:child_process'
import { chmod, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { parse } from 'yaml'
import { berth } from '../berth.ts'
import { newDocking } from '../journey/docking.ts'

const bin = fileURLToPath(new URL('../../bin/berth.ts', import.meta.url))
const run = promisify(execFile)

let folder = ''
beforeAll(async () => {
  folder = await newDocking(5)
  expect((await berth(['discover'], { cwd: folder })).code).toBe(0)
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function text(file: string): Promise<string> {
  return await readFile(join(folder, file), 'utf8')
}

test('every system gets a pipeline that runs the one script and keeps its reports; nothing is overwritten', async () => {
  for (const system of ['github', 'gitlab', 'jenkins', 'gitee'])
    expect((await berth(['ci', 'init', system], { cwd: folder })).code, system).toBe(0)
  const github = parse(await text('.github/workflows/berth.yml')) as {
    jobs: { check: { steps: { run?: string; uses?: string; with?: Record<string, string> }[] } }
  }
  const { steps } = github.jobs.check
  expect(steps.map((step) => step.run).filter((command) => command !== undefined)).toEqual(['npm ci', 'sh ci/check.sh'])
  expect(steps.find(({ uses }) => uses?.includes('upload-sarif'))?.with).toMatchObject({
    sarif_file: 'berth-report/findings.sarif',
  })
  const gitlab = parse(await text('.gitlab-ci.yml')) as {
    berth: { script: string[]; artifacts: { when: string; reports: { junit: string } } }
  }
  expect(gitlab.berth.script.at(-1)).toBe('sh ci/check.sh')
  expect(gitlab.berth.artifacts).toMatchObject({ when: 'always', reports: { junit: 'berth-report/junit.xml' } })
  const gitee = parse(await text('.workflow/berth.yml')) as { stages: { steps: { commands: string[] }[] }[] }
  expect(gitee.stages[0]?.steps[0]?.commands).toEqual(['npm ci', 'sh ci/check.sh'])
  const jenkins = await text('Jenkinsfile')
  expect(jenkins).toContain("sh 'sh ci/check.sh'")
  expect(jenkins.split('{')).toHaveLength(jenkins.split('}').length)
  expect((await stat(join(folder, 'ci/check.sh'))).mode & 0o111).not.toBe(0)
  const again = await berth(['ci', 'init', 'gitlab'], { cwd: folder })
  expect(again.err).toContain('FILE_EXISTS')
  expect((await berth(['ci', 'init', 'travis'], { cwd: folder })).code).toBe(2)
})

/** Runs the script as a CI system does, with the command where `npm ci` would have put it. */
async function check(environment: Record<string, string> = {}): Promise<{ code: number; out: string }> {
  const command = join(folder, 'node_modules', '.bin', 'berth')
  await mkdir(dirname(command), { recursive: true })
  await writeFile(command, `#!/bin/sh\nexec "${process.execPath}" --conditions=@berth/source "${bin}" "$@"\n`)
  await chmod(command, 0o755)
  const { PATH = '', ...others } = process.env
  const env = { ...others, LC_ALL: 'C.UTF-8', PATH: `${dirname(process.execPath)}:${PATH}`, ...environment }
  return await run('sh', ['ci/check.sh'], { cwd: folder, env }).then(
    ({ stdout, stderr }) => ({ code: 0, out: stdout + stderr }),
    (error: { code: number; stdout: string; stderr: string }) => ({
      code: error.code,
      out: error.stdout + error.stderr,
    }),
  )
}

test('the script checks, live too, signs, writes every report, and ends as the check does', async () => {
  const made = await berth(['report', 'key', '.berth/ci.key', '--name', 'civil.marriage.ci'], { cwd: folder })
  expect(made.code).toBe(0)
  const passed = await check({ BERTH_SECRET_REPORT_KEY: await text('.berth/ci.key') })
  expect(passed).toMatchObject({ code: 0, out: expect.stringContaining('passed') })
  const files = ['badge.svg', 'findings.sarif', 'junit.xml', 'report.html', 'report.json']
  expect((await readdir(join(folder, 'berth-report'))).sort()).toEqual(files)
  expect(await text('berth-report/report.json')).toContain('"jws"')

  await check({ BERTH_LIVE: '1' })
  expect((JSON.parse(await text('berth-report/report.json')) as { results: unknown[] }).results.length).toBeGreaterThan(
    0,
  )

  const manifest = await text('berth.yaml')
  await writeFile(join(folder, 'berth.yaml'), manifest.replace('connections:', 'conections:'))
  expect(await check()).toMatchObject({ code: 1, out: expect.stringContaining('not passed') })
  expect(await text('berth-report/junit.xml')).toContain('<failure')
  await rm(join(folder, 'berth.yaml'))
  expect((await check()).code).toBeGreaterThan(0)
  await writeFile(join(folder, 'berth.yaml'), manifest)
})
