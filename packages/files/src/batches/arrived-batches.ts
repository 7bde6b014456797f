import { BerthError } from '@berth/core'
import { type SetFile, stateOf } from '../store/file-set.ts'
import type { FileStore } from '../store/file-store.ts'
import type { ArrivedBatch } from './batch-sequence.ts'
import { type ExpectedBatches, manifestProblem } from './check-manifest.ts'
import { manifestName } from './data-file-manifest.ts'
import { dataFileManifest, readDocument } from './read-document.ts'

/** The data files with a manifest beside them, each manifest read and checked once as long as it stays as it is. */
export class ArrivedBatches {
  readonly #store: FileStore
  readonly #known: Map<string, { readonly state: string; readonly batch: ArrivedBatch }> = new Map()

  constructor(store: FileStore) {
    this.#store = store
  }

  /** A data file without a manifest is about to get one, and is left out (FIL-1). */
  async of(
    files: readonly SetFile[],
    expected: ExpectedBatches,
    signal: AbortSignal,
  ): Promise<readonly ArrivedBatch[]> {
    const arrived: ArrivedBatch[] = []
    for (const data of files) {
      const path = manifestName(data.path)
      const manifestFile = await this.#store.find(path, signal)
      if (manifestFile === undefined) continue
      const state = `${stateOf(manifestFile)} ${stateOf(data)}`
      let known = this.#known.get(path)
      if (known?.state !== state) {
        known = { state, batch: await this.#read(data, path, expected, signal) }
        this.#known.set(path, known)
      }
      arrived.push(known.batch)
    }
    return arrived
  }

  async #read(data: SetFile, path: string, expected: ExpectedBatches, signal: AbortSignal): Promise<ArrivedBatch> {
    try {
      const manifest = dataFileManifest(path, await readDocument(this.#store, path, signal))
      const problem = manifestProblem(manifest, expected)
      return { data, manifest, ...(problem === undefined ? {} : { problem }) }
    } catch (error) {
      if (!BerthError.is(error) || error.code !== 'BATCH_MANIFEST_INVALID') throw error
      return { data, problem: error }
    }
  }
}
