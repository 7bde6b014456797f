import { filePattern, inFileOrder } from '../store/file-pattern.ts'
import type { StoredFile } from '../store/file-store.ts'
import { folderOf } from '../store/safe-path.ts'
import { type FileToken, fileTokens, skeletonOf } from './file-tokens.ts'

/** Files whose names say that they belong together. */
export interface FileGroup {
  /** What the dataset is called. The same again as long as no other group comes with that name. */
  readonly name: string
  readonly pattern: string
  /** In the order in which they would be read. */
  readonly files: readonly StoredFile[]
  /** A date or time in their names is left open. */
  readonly dated: boolean
  /** A single file whose name has a number: whether others come is not known. */
  readonly perhapsNumbered: boolean
}

/** Groups files by their names. `taken` are names that datasets have already. */
export function groupFiles(files: readonly StoredFile[], taken: ReadonlySet<string>): FileGroup[] {
  const bySkeleton = new Map<string, { file: StoredFile; tokens: readonly FileToken[] }[]>()
  for (const file of files) {
    const tokens = fileTokens(file.path)
    const skeleton = skeletonOf(tokens)
    const members = bySkeleton.get(skeleton)
    if (members === undefined) bySkeleton.set(skeleton, [{ file, tokens }])
    else members.push({ file, tokens })
  }
  const groups = [...bySkeleton.values()].map((members) => {
    const tokens = members.map((each) => each.tokens)
    const pattern = patternOf(tokens)
    const matches = filePattern(pattern)
    const ordered = members
      .map(({ file }) => ({ date: '', ...matches?.match(file.path), ...file }))
      .sort(inFileOrder)
      .map(({ path, size, modified }) => ({ path, size, modified }))
    const numbers = tokens.some((each) => each.some(({ kind }) => kind === 'number'))
    const perhapsNumbered = members.length === 1 && numbers
    return { pattern, stem: stemOf(tokens), files: ordered, dated: pattern.includes('{'), perhapsNumbered }
  })
  return named(
    groups.sort((one, other) => (one.pattern < other.pattern ? -1 : 1)),
    taken,
  )
}

/** A part of a date that stands twice has to say the same twice; where it does not, only the first is a date. */
function patternOf(members: readonly (readonly FileToken[])[]): string {
  const strict = written(members, false)
  const paths = members.map((tokens) => tokens.map(({ text }) => text).join(''))
  const pattern = filePattern(strict)
  return paths.every((path) => pattern?.match(path) !== undefined) ? strict : written(members, true)
}

function written(members: readonly (readonly FileToken[])[], firstDateOnly: boolean): string {
  let dates = 0
  return (members[0] ?? [])
    .map(({ kind, text, format }, index) => {
      if (kind === 'text') return text.replace(/[*?{}\\]/g, '?')
      const isDate = kind === 'date' && members.every((tokens) => tokens[index]?.format === format)
      if (isDate) return firstDateOnly && ++dates > 1 ? '*' : `{${format ?? ''}}`
      return members.every((tokens) => tokens[index]?.text === text) ? text : '*'
    })
    .join('')
}

/** The words of the name, and where it has none, those of its folder. */
function stemOf(members: readonly (readonly FileToken[])[]): string {
  const [first = []] = members
  const varies = (index: number): boolean => members.some((tokens) => tokens[index]?.text !== first[index]?.text)
  const text = first
    .map(({ kind, text: word }, index) => (kind === 'date' || (kind === 'number' && varies(index)) ? '\ue000' : word))
    .join('')
  const [name = '', folder = ''] = text.split('/').reverse()
  const stem = words(name.replace(/(?:\.[A-Za-z0-9]+)+$/, ''))
  return /\p{L}/u.test(stem) ? withoutNumber(stem) : words(folder) || 'files'
}

/** `permits-1` is the first of the permits. */
function withoutNumber(stem: string): string {
  return stem.replace(/[-_]\d+$/, '')
}

type Unnamed = Omit<FileGroup, 'name'> & { readonly stem: string }

/** Where two groups have the same words, the folder tells them apart, then the extension, then a number. */
function named(groups: readonly Unnamed[], taken: ReadonlySet<string>): FileGroup[] {
  const extensionOf = (pattern: string): string =>
    /\.([A-Za-z0-9]+)(?:\.(?:gz|zip))?$/.exec(pattern)?.[1]?.toLowerCase() ?? 'file'
  const byFolder = groups.map((group) => {
    const folder = words(folderOf(group.pattern).replace(/\{\w+\}/g, '-'))
    const alone = groups.every((other) => other === group || other.stem !== group.stem)
    return alone || folder === '' ? group : { ...group, stem: `${folder}-${group.stem}` }
  })
  const used = new Set(taken)
  return byFolder.map(({ stem, ...group }) => {
    const alone = byFolder.filter((other) => other.stem === stem).length === 1
    const base = alone ? stem : `${stem}-${extensionOf(group.pattern)}`
    let name = base
    for (let number = 2; used.has(name); number++) name = `${base}-${number}`
    used.add(name)
    return { name, ...group }
  })
}

function words(part: string): string {
  return part
    .replace(/\ue000[年月日]?/g, '-')
    .replace(/[^\p{L}\p{N}_]+/gu, '-')
    .replace(/^[-_]+|[-_]+$/g, '')
}
