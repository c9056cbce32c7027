import { readFileSync } from 'node:fs'

/**
 * CPU time, because a clock on the wall measures who else uses the machine. A meter answers the seconds used so far by
 * this process (its worker threads with it: the embedded engine is one) and by whatever serves it.
 */
export type Meter = () => number

export const ownCpu: Meter = () => {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1e6
}

/** This process and the sessions of a PostgreSQL on the same machine; null where its processes cannot be seen. */
export function cpuWithBackends(postmaster: number): Meter | null {
  if (sessions(postmaster) === null) return null
  // A session that ended keeps what it had used when it was last seen.
  const seen = new Map<number, number>()
  return () => {
    for (const pid of sessions(postmaster) ?? []) seen.set(pid, secondsOf(pid) ?? seen.get(pid) ?? 0)
    return ownCpu() + [...seen.values()].reduce((sum, seconds) => sum + seconds, 0)
  }
}

/** What works for nobody in particular: its time belongs to no measurement. */
const BACKGROUND = /^postgres: .*\b(checkpointer|background writer|walwriter|autovacuum|logical replication|logger|archiver|startup|stats collector)\b/

function sessions(postmaster: number): number[] | null {
  try {
    const children = readFileSync(`/proc/${postmaster}/task/${postmaster}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number)
    return children.filter((pid) => !BACKGROUND.test(readOr(`/proc/${pid}/cmdline`, '').replaceAll('\0', ' ')))
  } catch {
    return null
  }
}

/** Seconds on a processor: to the nanosecond where the kernel tells, else in its ticks of a hundredth. */
function secondsOf(pid: number): number | null {
  const exact = readOr(`/proc/${pid}/schedstat`, '').split(' ')[0]
  if (exact) return Number(exact) / 1e9
  const stat = readOr(`/proc/${pid}/stat`, '')
  if (stat === '') return null
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return (Number(fields[11]) + Number(fields[12])) / 100
}

function readOr(path: string, otherwise: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return otherwise
  }
}

/** The parent of a session's process is the server. */
export function parentOf(pid: number): number | null {
  const stat = readOr(`/proc/${pid}/stat`, '')
  return stat.includes('(postgres)') ? Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]) : null
}

/** CPU seconds that work takes. */
export async function cost(meter: Meter, work: () => Promise<unknown>): Promise<number> {
  const before = meter()
  await work()
  return meter() - before
}
