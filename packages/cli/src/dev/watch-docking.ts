import { basename, relative, sep } from 'node:path'
import { watch } from 'chokidar'

/**
 * Files that decide what a docking is: its manifest, environment, packages, secrets, service descriptions, connectors; and settings, for
 * a password in them is a fault. XML is not among them: it is what systems hand over, file by file.
 */
const telling =
  /(?:^berth\.yaml|^\.env.*|\.(?:ya?ml|json|wsdl|xsd|m?js|m?ts|pem|crt|key|properties|ini|conf|cfg|toml|sh))$/
/** Of these a running process keeps what it loaded. */
const code = /\.m?[jt]s$|^package(?:-lock)?\.json$/
const quietMs = 150
const maxDepth = 3

/** What was saved. */
export interface Saved {
  /** Paths from the folder, in order. */
  readonly files: readonly string[]
  /** Code is among them, which is only loaded anew by a new start. */
  readonly restart: boolean
}

export interface WatchSettings {
  readonly folder: string
  readonly onSaved: (saved: Saved) => void
  /** The folder can no longer be watched. */
  readonly onFailure: (failure: unknown) => void
}

/**
 * Watches a docking's folder. Editors write in several steps or put a new file in place of the old one: what happens within
 * a moment is told once, when it is quiet. Resolves when it watches.
 */
export async function watchDocking({ folder, onSaved, onFailure }: WatchSettings): Promise<AsyncDisposable> {
  const pending = new Set<string>()
  let timer: NodeJS.Timeout | undefined
  const tell = (): void => {
    const files = [...pending].toSorted((a, b) => a.localeCompare(b))
    pending.clear()
    onSaved({ files, restart: files.some((file) => code.test(basename(file))) })
  }
  const watcher = watch(folder, {
    depth: maxDepth,
    ignoreInitial: true,
    ignorePermissionErrors: true,
    ignored: (path) => isPassedOver(relative(folder, path)),
  })
  watcher.on('all', (event, path) => {
    const file = relative(folder, path)
    if (event.endsWith('Dir') || !isTelling(file)) return
    pending.add(file)
    clearTimeout(timer)
    timer = setTimeout(tell, quietMs)
  })
  watcher.on('error', onFailure)
  await new Promise<void>((resolve) => void watcher.once('ready', resolve))
  return {
    async [Symbol.asyncDispose]() {
      clearTimeout(timer)
      await watcher.close()
    },
  }
}

/** Whether a change of a file is one of the docking; paths from its folder. */
export function isTelling(file: string): boolean {
  return isSecret(file) || (!isState(file) && telling.test(basename(file)))
}

/** Folders that are not looked into: what npm and git keep, and what the docking itself writes. */
function isPassedOver(path: string): boolean {
  const names = path.split(sep)
  if (names.some((name) => name === 'node_modules' || name === '.git')) return true
  return isState(path) && names.length > 1 && !isSecret(path)
}

function isState(path: string): boolean {
  return path.split(sep)[0] === '.berth'
}

/** `.berth/secrets.json` and the files of `.berth/secrets`. */
function isSecret(path: string): boolean {
  const [top, below = ''] = path.split(sep)
  return top === '.berth' && below.startsWith('secrets') && !below.endsWith('.lock')
}
