import { type Document, parseDocument } from 'yaml'
import { expectThat } from '../../run/expect.ts'
import type { DockingCase, DockingContext } from '../case.ts'
import type { ResourceOutline } from '../outline.ts'
import type { ClassifiedChange } from '../subject.ts'

/** What the kit calls the resource and the item that it adds. */
const added = { resource: 'kitMore', item: 'kitItem' }

/** Changes of the manifest, and how each is classed. */
export const versionCases: readonly DockingCase[] = [
  {
    id: 'versions/patch',
    clause: 'VER-2',
    run: async (context) => {
      const { text } = context.subject
      await expectClass(context, 'nothing', text, text, undefined)
      await expectClass(context, 'a remark alone', text, `# kit\n${text}`, undefined)
      await expectClass(context, 'the title of the system', text, retitled(text), 'patch')
    },
  },
  {
    id: 'versions/compatible',
    clause: 'VER-2',
    needs: 'connection',
    run: async (context) => {
      const { text, more, wider } = grown(context)
      await expectClass(context, 'a resource more', text, more, 'compatible')
      await expectClass(context, 'an item more', more, wider, 'compatible')
    },
  },
  {
    id: 'versions/breaking',
    clause: 'VER-2',
    needs: 'connection',
    run: async (context) => {
      const { text, more, wider } = grown(context)
      const place = `resources.${added.resource}`
      await expectClass(context, 'a resource less', more, text, 'breaking', place)
      await expectClass(context, 'an item less', wider, more, 'breaking', `${place}.items.${added.item}`)
      await expectClass(context, 'a title, and a resource less', more, retitled(text), 'breaking', place)
    },
  },
]

/** The manifest, the same with a copy of a resource, and that with one more item. */
function grown({ subject }: DockingContext): { readonly text: string; readonly more: string; readonly wider: string } {
  const resources = Object.values(subject.manifest.resources)
  const { id, items } = resources.find(({ draft }) => !draft) ?? (resources[0] as ResourceOutline)
  const item = items.find(({ grade }) => grade !== undefined) ?? items[0]
  const more = changed(subject.text, (document) => {
    // A draft is nothing to anyone yet: the copy is none, or a resource more would be no change for a consumer.
    const {
      provide,
      draft: _,
      ...copy
    } = document.toJS().resources[id] as {
      readonly provide?: { readonly parameter?: object }
      readonly draft?: boolean
    }
    const parameter = provide?.parameter
    document.setIn(['resources', added.resource], {
      ...copy,
      ...(parameter === undefined ? {} : { provide: { parameter } }),
    })
  })
  const wider = changed(more, (document) => {
    const path = ['resources', added.resource, 'items']
    document.setIn([...path, added.item], document.toJS().resources[id].items[item?.id ?? ''])
  })
  return { text: subject.text, more, wider }
}

function retitled(text: string): string {
  return changed(text, (document) => document.setIn(['system', 'title'], { zh: '改名', en: 'Renamed by the kit' }))
}

function changed(text: string, change: (document: Document) => void): string {
  const document = parseDocument(text)
  change(document)
  return document.toString()
}

async function expectClass(
  { subject }: DockingContext,
  what: string,
  old: string,
  now: string,
  expected: ClassifiedChange['class'],
  place?: string,
): Promise<void> {
  const found = await subject.classify(old, now)
  const called = expected ?? 'no change'
  expectThat(
    found.class === expected,
    `a manifest changed by ${what} is ${called}, and was classed as ${found.class ?? 'no change'}`,
  )
  if (place === undefined) return
  const places = found.parts.filter((part) => part.class === expected).map(({ path }) => path)
  expectThat(
    places.includes(place),
    `a manifest changed by ${what} is ${called} at ${place}, and the comparison names ${places.join(', ') || 'no place'}`,
  )
}
