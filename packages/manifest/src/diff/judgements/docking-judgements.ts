import { type Hours, parseHours } from '../../notation/hours.ts'
import type { Difference, Judgement, Verdict } from '../difference.ts'
import { entryOf, isPlainMap, type Plain } from '../plain.ts'
import { always, byKind, byMembers, found, remains } from './verdicts.ts'

/** How differences of the docking as a whole are judged. */
export const dockingJudgements: readonly Judgement[] = [
  always('berth', 'DIF-101', true),
  always('system.id', 'DIF-102', true),
  always('system.title', 'DIF-103'),
  always('system.owner.title', 'DIF-103'),
  always('system.owner.code', 'DIF-104', true),
  { at: 'system.hours', judge: judgeHours, shown: true },
  { at: 'platform', judge: judgePlatform, inside: () => true },
  always('platform.url', 'DIF-108'),
  always('platform.tls', 'DIF-125'),
  { at: 'platform.agentUrl', judge: byKind({ added: 'DIF-110', removed: 'DIF-109', changed: 'DIF-111' }) },
  { at: 'connections', judge: () => [], inside: () => true },
  { at: 'connections.*', judge: judgeConnection, inside: remains },
  always('connections.*.use', 'DIF-123', true),
  always('connections.*.datasets', 'DIF-124'),
  always('connections.*.*', 'DIF-122'),
  {
    at: 'soap',
    judge: ({ kind }) => (kind === 'changed' ? [] : found(kind === 'added' ? 'DIF-113' : 'DIF-112')),
    inside: remains,
  },
  always('soap.url', 'DIF-114'),
  { at: 'soap.behindTls', judge: ({ after }) => found(after === true ? 'DIF-116' : 'DIF-115'), shown: true },
  { at: 'soap.consumers.*', judge: judgeSoapConsumer, inside: remains },
  always('soap.consumers.*.password', 'DIF-119'),
  { at: 'serve', judge: () => [], inside: () => true },
  { at: 'serve.tls', judge: judgeServedTls, inside: remains },
  {
    at: 'serve.tls.clients',
    judge: byKind({ added: 'DIF-126', removed: 'DIF-127', changed: 'DIF-126' }),
  },
  always('serve.tls.*', 'DIF-125'),
  { at: 'trust', judge: () => [], inside: () => true },
  always('trust.profile', 'DIF-128', true),
  always('trust.maskKey', 'DIF-129'),
  always('trust.*', 'DIF-125'),
  { at: 'soap.consumers.*.grants', judge: byMembers({ added: 'DIF-121', removed: 'DIF-120' }) },
]

function judgePlatform({ kind, before }: Difference): readonly Verdict[] {
  return kind === 'removed' && isPlainMap(before) && before['url'] !== undefined ? found('DIF-107') : []
}

function judgeConnection({ kind }: Difference): readonly Verdict[] {
  return kind === 'changed' ? [] : found('DIF-122')
}

function judgeSoapConsumer(difference: Difference): readonly Verdict[] {
  const { kind, path } = difference
  if (kind === 'changed') return []
  const name = String(path[2])
  return found(kind === 'added' ? 'DIF-118' : 'DIF-117', { concerns: ({ consumer }) => consumer === name })
}

function judgeServedTls({ kind, before, after }: Difference): readonly Verdict[] {
  if (kind === 'changed') return []
  if (entryOf(kind === 'added' ? after : before, 'clients') === undefined) return found('DIF-125')
  return [...found('DIF-125'), ...found(kind === 'added' ? 'DIF-126' : 'DIF-127')]
}

function judgeHours({ before, after }: Difference): readonly Verdict[] {
  const [old, now] = [hoursOf(before), hoursOf(after)]
  if (now === undefined) return found('DIF-106')
  if (old === undefined) return found(minutesOf(now).size === minutesInWeek ? 'DIF-106' : 'DIF-105')
  if (old.zone !== now.zone) return found('DIF-105')
  const open = minutesOf(now)
  return found([...minutesOf(old)].every((minute) => open.has(minute)) ? 'DIF-106' : 'DIF-105')
}

const minutesInWeek = 7 * 1440

function hoursOf(value: Plain | undefined): Hours | undefined {
  return typeof value === 'string' ? parseHours(value) : undefined
}

/** Every minute of a week at which a system is up. */
function minutesOf({ windows }: Hours): ReadonlySet<number> {
  const minutes = new Set<number>()
  for (const { days, from, to } of windows) {
    for (const day of days) for (let minute = from; minute < to; minute++) minutes.add(day * 1440 + minute)
  }
  return minutes
}
