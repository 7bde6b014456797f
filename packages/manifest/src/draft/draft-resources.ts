import { BerthError, type Dataset, type Language, type RowBatch } from '@berth/core'
import { datasetId, takeId } from './draft-ids.ts'
import { draftResource } from './draft-resource.ts'
import type { DraftedResource } from './drafted.ts'
import { insertEntries } from './insert-entries.ts'
import { definedDatasets, existingResources, manifestText, ownerTitle } from './manifest-text.ts'
import { renderDefinition } from './render-definition.ts'
import { renderResource } from './render-resource.ts'
import { phrase } from './wording.ts'

/** What is to be drafted, and into which manifest. */
export interface DraftRequest {
  /** The text of `berth.yaml` as it is. */
  readonly manifestText: string
  /** Its name in error messages. @default 'berth.yaml' */
  readonly file?: string
  /** The id of the connection that the datasets were described through. */
  readonly connection: string
  readonly datasets: readonly Dataset[]
  /**
   * Ids of resources that are wished for, by dataset; such a one is drafted even where another resource has the dataset already.
   * @default an id from the name of each dataset
   */
  readonly ids?: ReadonlyMap<string, string>
  /** What the system does and may be called: no resource, but it may need a definition. @default none */
  readonly operations?: readonly Dataset[]
  /** Rows of the datasets, by dataset name. They are looked at in memory; none is written or kept (SEC-2). */
  readonly samples?: ReadonlyMap<string, RowBatch>
  /**
   * Charsets that texts had to be read with because they are not in that of the connection, by dataset and column. They
   * are proposed as `charset` of the item.
   */
  readonly charsets?: ReadonlyMap<string, ReadonlyMap<string, string>>
  /** The language of comments and placeholders. */
  readonly language: Language
  /** Who maintains the items. @default the title of the system's owner in the manifest */
  readonly maintainer?: string
}

/** One resource that was drafted. */
export interface DraftSummary {
  readonly id: string
  readonly dataset: string
  readonly items: number
  /** How many of the items were recognised as a data element. */
  readonly recognised: number
  readonly key: readonly string[]
  /** The column proposed for reading changes. Absent: none is known. */
  readonly changes?: string
}

/** The manifest with its drafts. */
export interface Draft {
  readonly text: string
  /** In the order of the datasets. */
  readonly added: readonly DraftSummary[]
  /** The resources that were there for one of the datasets, drafts included; they were left as they are. */
  readonly kept: readonly string[]
  /** Datasets whose definitions were added. */
  readonly defined: readonly string[]
  /** Datasets without columns, of which nothing can be drafted. Those that say why are not among them. */
  readonly skipped: readonly string[]
}

/**
 * Drafts a resource for each dataset that the manifest has none for yet, and inserts them under `resources:`. The rest
 * of the text stays byte for byte. A draft is marked `draft: true`, and each item says what it was taken for, how sure
 * that is and why.
 *
 * Throws `MANIFEST_INVALID` when the text is not YAML, or `resources` in it is no map; `ENTRY_EXISTS` when a wished id is taken.
 */
export function draftResources(request: DraftRequest): Draft {
  const { connection, datasets, samples, language } = request
  const mark = request.manifestText.startsWith('\uFEFF') ? '\uFEFF' : ''
  const manifest = manifestText(request.manifestText.slice(mark.length), request.file ?? 'berth.yaml')
  const existing = existingResources(manifest)
  const taken = new Set(existing.map(({ id }) => id))
  const maintainer = request.maintainer ?? ownerTitle(manifest) ?? phrase('maintainer', language)
  const kept: string[] = []
  const skipped: string[] = []
  const drafted: DraftedResource[] = []
  for (const dataset of datasets) {
    const wished = request.ids?.get(dataset.name)
    if (wished !== undefined && taken.has(wished))
      throw new BerthError('ENTRY_EXISTS', { entry: `resources.${wished}`, file: request.file ?? 'berth.yaml' })
    const there = existing.filter((each) => each.connection === connection && each.dataset === dataset.name)
    if (wished === undefined && there.length > 0) kept.push(...there.map(({ id }) => id))
    else if (dataset.columns.length === 0) {
      if (dataset.refusal === undefined) skipped.push(dataset.name)
    } else {
      const id = takeId(wished ?? datasetId(dataset.name), taken)
      drafted.push(
        draftResource({
          id,
          dataset,
          samples: samples?.get(dataset.name),
          charsets: request.charsets?.get(dataset.name),
          connection,
          maintainer,
          language,
        }),
      )
    }
  }
  const blocks = drafted.map((resource) => renderResource(resource, language))
  const text = insertEntries(manifest, ['resources'], blocks)
  const definitions = missingDefinitions(text, request)
  const whole = withDefinitions(text, definitions, request)
  return {
    text: mark + whole,
    added: drafted.map(summary),
    kept,
    skipped,
    defined: definitions.map(({ name }) => name),
  }
}

/** The datasets that need a definition and have none yet. */
function missingDefinitions(text: string, request: DraftRequest): Dataset[] {
  const { connection, datasets, operations = [], file = 'berth.yaml' } = request
  const there = definedDatasets(manifestText(text, file), connection)
  return [...datasets, ...operations].filter(({ name, definition }) => definition !== undefined && !there.has(name))
}

function withDefinitions(text: string, missing: readonly Dataset[], request: DraftRequest): string {
  const { connection, language, file = 'berth.yaml' } = request
  if (missing.length === 0) return text
  const blocks = missing.map(({ name, definition, doubts }) => renderDefinition(name, definition, doubts, language))
  return insertEntries(manifestText(text, file), ['connections', connection, 'datasets'], blocks)
}

function summary({ id, from, items, recognised }: DraftedResource): DraftSummary {
  return {
    id,
    dataset: from.dataset,
    items: items.length,
    recognised,
    key: from.key,
    ...(from.changes === undefined ? {} : { changes: from.changes.column }),
  }
}
