import type { ClassifiedChange } from '../subject.ts'
import type { DockingDefect } from './defect.ts'

/** Faults of what compares two manifests. */
export const versionDefects: readonly DockingDefect[] = [
  {
    id: 'every-change-breaks',
    caughtBy: ['versions/patch', 'versions/compatible'],
    alter: classifying((found) => ({ ...found, class: 'breaking' })),
  },
  {
    id: 'lightest-change-decides',
    caughtBy: ['versions/breaking'],
    alter: classifying((found) =>
      found.parts.some((part) => part.class === 'patch') ? { ...found, class: 'patch' } : found,
    ),
  },
  {
    id: 'breaking-changes-without-place',
    caughtBy: ['versions/breaking'],
    alter: classifying((found) => ({ ...found, parts: found.parts.map((part) => ({ ...part, path: '' })) })),
  },
]

function classifying(change: (found: ClassifiedChange) => ClassifiedChange): DockingDefect['alter'] {
  return (subject) => ({ ...subject, classify: async (old, now) => change(await subject.classify(old, now)) })
}
