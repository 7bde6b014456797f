import type { DockingSubject, Exit } from '../subject.ts'
import { type DockingDefect, running } from './defect.ts'

/** Faults by which values and secrets get out. */
export const leakDefects: readonly DockingDefect[] = [
  {
    id: 'bodies-in-the-log',
    caughtBy: ['leaks/left-behind'],
    alter: (subject) => keeping(subject, 'the log', (texts) => Buffer.from(texts.join('\n'))),
  },
  {
    id: 'state-in-hexadecimal',
    caughtBy: ['leaks/left-behind'],
    alter: (subject) =>
      keeping(subject, 'the file state.sqlite', (texts) => Buffer.from(Buffer.from(texts.join('\n')).toString('hex'))),
  },
  {
    id: 'traces-in-base64',
    caughtBy: ['leaks/left-behind'],
    alter: (subject) =>
      keeping(subject, 'a trace', (texts) => Buffer.from(Buffer.from(texts.join('\n')).toString('base64'))),
  },
  {
    id: 'commands-show-everything',
    caughtBy: ['leaks/commands'],
    alter: (subject) => ({
      ...subject,
      commands: async () => {
        const exits = (await subject.commands?.()) ?? []
        const [resource] = Object.values(subject.manifest.resources)
        if (resource === undefined) return exits
        const { connection, dataset } = resource.from
        await using session = await subject.open(connection)
        const columns = resource.items.map(({ from: name, charset }) =>
          charset === undefined ? { name } : { name, charset },
        )
        for await (const { rows } of session.scan({ dataset, columns, batchRows: 200 })) {
          return [...exits, { name: 'berth preview', bytes: Buffer.from(JSON.stringify(rows)) }]
        }
        return exits
      },
    }),
  },
  {
    id: 'native-messages-told',
    caughtBy: ['leaks/errors', 'leaks/secrets'],
    alter: (subject) => {
      let message = ''
      return running(
        subject,
        (run) => ({
          send: async (request) => {
            const answer = await run.send(request)
            return answer.status < 500
              ? answer
              : { ...answer, text: answer.text.replace('{', `{"cause":${JSON.stringify(message)},`) }
          },
        }),
        ({ onCall, ...settings }) => ({
          ...settings,
          onCall: async (call) => {
            try {
              await onCall?.(call)
            } catch (error) {
              const { cause } = error as { readonly cause?: unknown }
              message = String(cause ?? error)
              throw error
            }
          },
        }),
      )
    },
  },
  {
    id: 'secrets-in-utf-16',
    caughtBy: ['leaks/secrets'],
    alter: (subject) =>
      withExit(subject, () => ({
        name: 'a dump of the memory',
        bytes: Buffer.concat(subject.secrets.map(({ text }) => Buffer.from(text, 'utf16le'))),
      })),
  },
  {
    id: 'files-for-everybody',
    caughtBy: ['leaks/file-modes'],
    alter: (subject) =>
      running(subject, (run) => ({
        exits: async () =>
          (await run.exits()).map((exit) => (exit.mode === undefined ? exit : { ...exit, mode: 0o644 })),
      })),
  },
]

function withExit(subject: DockingSubject, made: () => Exit): DockingSubject {
  return running(subject, (run) => ({ exits: async () => [...(await run.exits()), made()] }))
}

/** Keeps what was asked and answered, and shows it at an exit. */
function keeping(
  subject: DockingSubject,
  name: string,
  write: (texts: readonly string[]) => Uint8Array,
): DockingSubject {
  return running(subject, (run) => {
    const texts: string[] = []
    return {
      send: async (request) => {
        const answer = await run.send(request)
        texts.push(request.body ?? '', answer.text)
        return answer
      },
      exits: async () => [...(await run.exits()), { name, bytes: write(texts) }],
    }
  })
}
