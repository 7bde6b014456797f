import { cpSync, existsSync } from 'node:fs'
import { chmod, mkdir, readdir, readFile, rename, rm } from 'node:fs/promises'
import { isAbsolute, join, resolve, sep } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { BerthError } from '@berth/core'
import { type BundleFacts, bundlePlaces, nodePlace } from '../bundle-facts.ts'
import { verifySums } from '../bundle-sums.ts'
import { fullDisk, nativeCode } from '../native-code.ts'
import { readFacts } from '../read-facts.ts'
import { ownPlatform } from '../target-platform.ts'
import { agentService } from './choose-service.ts'
import { claimInstallation } from './claim-installation.ts'
import { linkDocking, makeDockingFolder, makeEnvironmentFile } from './docking-links.ts'
import {
  type Installation,
  installedPlaces,
  pointTo,
  readInstallation,
  type ServiceKind,
  versionAt,
  writeInstallation,
} from './installation.ts'
import { writeLaunchers } from './launchers.ts'
import { runProgram } from './run-program.ts'
import { removeOldVersions, switchVersion } from './switch-version.ts'
import { serviceUser } from './systemd.ts'

export interface InstallWishes {
  /** The unpacked bundle. */
  readonly from: string
  /** Absent: `/opt/berth/SYSTEM`, on Windows below `ProgramData`. */
  readonly prefix?: string | undefined
  /** What is absent stays as it was installed; the first time it has a default. */
  readonly host?: string | undefined
  readonly port?: number | undefined
  readonly user?: string | undefined
  /** Leave the running of the agent to its operator. */
  readonly noService: boolean
  readonly waitMs: number
  readonly signal: AbortSignal
}

export interface InstallOutcome {
  /** `same`: this version, so set up, was the current one already. `changed`: it was, and is set up otherwise now. */
  readonly outcome: 'installed' | 'updated' | 'same' | 'changed'
  readonly facts: BundleFacts
  readonly prefix: string
  readonly installation: Installation
  /** How the agent is started. */
  readonly hint: string
  /** `.env` was made, and is to be filled in. */
  readonly fillIn: boolean
}

/**
 * Installs an unpacked bundle, or updates what was installed from another of the same docking. The first time, the agent is not started: what it needs to know
 * is not on the machine yet. An update is proven by the agent getting ready, and taken back where it does not (`switchVersion`).
 *
 * What runs is left alone where the bundle is damaged (`BUNDLE_DAMAGED`) or does not fit (`INSTALLATION_UNFIT`).
 */
export async function installBundle(wishes: InstallWishes): Promise<InstallOutcome> {
  const { from, signal, waitMs } = wishes
  const facts = await readFacts(from)
  const prefix = wishes.prefix ?? defaultPrefix(facts.system)
  requirePlain(prefix, wishes)
  const unfit = (problem: string): BerthError => new BerthError('INSTALLATION_UNFIT', { folder: prefix, problem })
  if (facts.platform !== ownPlatform()) throw unfit(`${facts.platform} ≠ ${ownPlatform()}`)
  if (`${resolve(prefix)}${sep}`.startsWith(`${resolve(from)}${sep}`)) throw unfit(bundlePlaces.facts)
  using _claim = claimInstallation(prefix)
  const known = await readInstallation(prefix)
  if (known !== undefined && known.system !== facts.system) throw unfit(`${known.system} ≠ ${facts.system}`)
  if (known !== undefined && wishes.noService && known.service !== 'none')
    throw unfit(`--no-service ≠ ${known.service}`)
  if (known?.user !== undefined && (wishes.user ?? known.user) !== known.user) throw unfit(`--user ≠ ${known.user}`)
  const installation = installationOf(facts.system, wishes, known)
  if (wishes.user !== undefined && installation.user === undefined) throw unfit(`--user ≠ ${installation.service}`)
  const service = agentService(prefix, installation)
  const done = { facts, prefix, installation, hint: service.hint }
  const current = await versionAt(prefix, 'current')
  const kept = await isKept(from, prefix, facts, signal)
  const trial = (await versionAt(prefix, 'proven')) !== undefined
  const running = known !== undefined && current === facts.id && kept && !trial
  if (running && isDeepStrictEqual(known, installation)) return { ...done, outcome: 'same', fillIn: false }
  try {
    if (running) {
      await writeLaunchers(prefix, installation)
      await service.register()
      await writeInstallation(prefix, installation)
      return { ...done, outcome: 'changed', fillIn: false }
    }
    if (!kept) await keepVersion(from, prefix, facts, signal)
    if (known !== undefined && current !== undefined) {
      await switchVersion(facts.id, { prefix, installation, waitMs, signal })
      await writeInstallation(prefix, installation)
      await removeOldVersions(prefix, await readdir(join(prefix, installedPlaces.versions)))
      return { ...done, outcome: 'updated', fillIn: false }
    }
    const owner = installation.user === undefined ? undefined : await serviceUser(installation.user)
    await makeDockingFolder(prefix, owner)
    await pointTo(prefix, 'current', facts.id)
    await linkDocking(prefix)
    await writeLaunchers(prefix, installation)
    await service.register()
    const fillIn = await makeEnvironmentFile(prefix, owner)
    await writeInstallation(prefix, installation)
    return { ...done, outcome: 'installed', fillIn }
  } catch (cause) {
    throw (
      fullDisk(cause, prefix) ??
      BerthError.from(cause, 'FILE_UNWRITABLE', { file: prefix, nativeCode: nativeCode(cause) })
    )
  }
}

function defaultPrefix(system: string): string {
  if (process.platform !== 'win32') return `/opt/berth/${system}`
  return join(process.env['ProgramData'] ?? 'C:\\ProgramData', 'Berth', system)
}

/** They stand in a unit, in scripts and in the definition of a task: nothing in them may mean anything there. */
function requirePlain(prefix: string, { host, user }: InstallWishes): void {
  const place = process.platform === 'win32' ? /^[A-Za-z]:[\\/][\p{L}\d\\/._ -]+$/u : /^\/[\p{L}\d/._-]+$/u
  const refuse = (parameter: string, problem: string): never => {
    throw new BerthError('PARAMETER_INVALID', { parameter, problem })
  }
  if (!isAbsolute(prefix) || !place.test(prefix)) refuse('--prefix', '/opt/berth/…')
  if (host !== undefined && !/^[A-Za-z\d.:-]+$/.test(host)) refuse('--host', '0.0.0.0')
  if (user !== undefined && !/^[a-z_][a-z\d_-]{0,31}$/.test(user)) refuse('--user', 'berth')
}

function installationOf(system: string, wishes: InstallWishes, known: Installation | undefined): Installation {
  const service = wishes.noService ? 'none' : (known?.service ?? ownService())
  const user = service === 'systemd' ? (wishes.user ?? known?.user ?? 'berth') : undefined
  return {
    berthInstall: 1,
    system,
    host: wishes.host ?? known?.host ?? '127.0.0.1',
    port: wishes.port ?? known?.port ?? 8470,
    service,
    ...(user === undefined ? {} : { user }),
  }
}

/** What this machine keeps services running with, as far as whoever calls may use it. */
function ownService(): ServiceKind {
  if (process.platform === 'win32') return 'task'
  return process.getuid?.() === 0 && existsSync('/run/systemd/system') ? 'systemd' : 'none'
}

/** Whether this very bundle has its place among the versions already, and is whole there. */
async function isKept(from: string, prefix: string, { id }: BundleFacts, signal: AbortSignal): Promise<boolean> {
  const place = join(prefix, installedPlaces.versions, id)
  try {
    return (await readFile(join(from, bundlePlaces.sums), 'utf8')) === (await verifySums(place, signal))
  } catch {
    return false
  }
}

/** Copies the bundle to its place among the versions, and holds the copy against its checksums. It takes its name when it is whole. */
async function keepVersion(from: string, prefix: string, { id }: BundleFacts, signal: AbortSignal): Promise<void> {
  const place = join(prefix, installedPlaces.versions, id)
  const part = `${place}.part`
  await mkdir(join(prefix, installedPlaces.versions), { recursive: true, mode: 0o755 })
  try {
    await rm(part, { recursive: true, force: true })
    cpSync(from, part, { recursive: true, verbatimSymlinks: true })
    // First: what a link leads to is no file of ours, and keeps its rights.
    await verifySums(part, signal)
    await readableByAll(part, nodePlace(process.platform))
    // Power may fail as soon as `current` names it.
    if (process.platform === 'linux') await runProgram('sync', ['-f', part])
    await rm(place, { recursive: true, force: true })
    await rename(part, place)
  } catch (error) {
    await rm(part, { recursive: true, force: true })
    throw error
  }
}

/** The user of the agent reads what root has unpacked, whatever the umask of either was. */
async function readableByAll(folder: string, program: string): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true, recursive: true }))
    await chmod(join(entry.parentPath, entry.name), entry.isDirectory() ? 0o755 : 0o644)
  await chmod(folder, 0o755)
  await chmod(join(folder, program), 0o755)
}
