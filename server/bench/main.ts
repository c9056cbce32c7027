import { parseArgs } from 'node:util'
import { setErasureKey } from '../services/recording/erasure-key'
import { FIRST_LOADS, firstLoad, WALL_MOST, wallLoad } from './first-load'
import { fitOnPostgres } from './fitting'
import { importOnPostgres } from './importing'
import { journeyOnPostgres } from './journey'
import { killsEmbedded, killsOnPostgres } from './kills'
import { memoryOfImport } from './memory'
import { overviewOnPostgres } from './overview'
import { postgres, type Postgres } from './postgres'
import { recordingEmbedded, recordingOnPostgres } from './recording'
import { screensOnPostgres } from './screens'
import { resegmentingOnPostgres } from './resegmenting'
import { loadOnPostgres } from './load'
import { soakOnPostgres } from './soak'
import { upgradesEmbedded, upgradesOnPostgres } from './upgrades'
import { verdicts } from './verdicts'
import { isMet, table, type Result, type Skipped } from './table'

const USAGE = `npm run bench [-- <scenario> …] [-- --full]

  recording   batches of 1,000 against COPY, on PostgreSQL and on the embedded engine
  import      CSV imports against COPY
  fit         value models on 1 M customers, against one pass over the same rows; --full: on 10 M
  overview    the overview's reports at two sizes, and from raw rows; --full: 1 M and 10 M interactions
  resegment   cutting 100,000 customers anew against one pass in SQL; --full: 1 M (only when named)
  journey     a map of 30 steps over a history and over one ten times as long; --full: 1 M and 10 M interactions
  verdicts    plans whose effect is known: intervals that cover it, false alarms; no database
  first-load  JavaScript that the overview and sign-in begin with, and all that a wall ever loads, of the last build
  screens     two hundred displays of one screen: record to glass, and what they cost the database; of the last build
  load        the overview's reports and signing in while a file is imported, at rest and then; of the last build; --full: 10 M interactions
  soak        a server under all kinds of traffic at once, what it holds late against early; of the last build (only when named; --minutes for other than 10)
  kills       kill −9 at random while clients send and a file is imported; of the last build (only when named; --kills for another number than 10, --seed)
  upgrades    kill −9 at random while an older database is upgraded (only when named; --kills, --seed)
  memory      an import of 1 GB (only when named; --megabytes for another size)

Ratios are of CPU time (this process and PostgreSQL's sessions), medians of rounds, so that they mean the same on any machine.
PostgreSQL is started for the purpose where its programs are installed; BENCH_DATABASE_URL names another, on this machine,
whose login may create databases and roles. Ends with 1 when a target is missed.`

const SCENARIOS = ['recording', 'import', 'fit', 'overview', 'journey', 'resegment', 'verdicts', 'first-load', 'screens', 'load', 'soak', 'memory', 'kills', 'upgrades'] as const
type Scenario = (typeof SCENARIOS)[number]
const WITHOUT_DATABASE: readonly Scenario[] = ['verdicts', 'first-load']

const QUICK = { customers: 400, months: 12, channels: 4, touchpoints: 10, interactions: 100_000, rounds: 7 }
const FULL = { customers: 2000, months: 24, channels: 8, touchpoints: 20, interactions: 1_000_000, rounds: 7 }

const results: Result[] = []
const skipped: Skipped[] = []
const say = (note: string) => console.error(`… ${note}`)

type Size = { full: boolean; megabytes: number; kills: number; seed: number; minutes: number }

function orSkipped(scenario: Scenario, found: Result[] | string): Result[] {
  if (typeof found !== 'string') return found
  skipped.push({ name: scenario, because: found })
  return []
}

async function onPostgres(scenario: Scenario, server: Postgres, { full, megabytes, kills, seed, minutes }: Size): Promise<Result[]> {
  switch (scenario) {
    case 'recording': return [await recordingOnPostgres(server, { rounds: 7, batches: 10 })]
    case 'import': return [await importOnPostgres(server, 'interaction', { rounds: 3, rows: 20_000 }), await importOnPostgres(server, 'transaction', { rounds: 3, rows: 20_000 })]
    // So few customers, channels and touchpoints that both sizes fill nearly every cell there is: only history grows.
    case 'overview': return overviewOnPostgres(server, full ? FULL : QUICK, say)
    case 'journey': return journeyOnPostgres(server, full ? { customers: 5000, months: 3, interactions: 1_000_000, rounds: 5 } : { customers: 400, months: 3, interactions: 60_000, rounds: 7 }, say)
    case 'resegment': return resegmentingOnPostgres(server, full ? 1_000_000 : 100_000, say)
    case 'fit': return fitOnPostgres(server, full ? { customers: 10_000_000, rounds: 1 } : { customers: 1_000_000, rounds: 3 }, say)
    case 'screens': return orSkipped(scenario, await screensOnPostgres(server, { displays: 200, browsers: 5, commits: 40 }, say))
    case 'load': return orSkipped(scenario, await loadOnPostgres(server, full ? { interactions: 10_000_000, customers: 20_000, months: 36, seconds: 60 } : { interactions: 200_000, customers: 2000, months: 12, seconds: 20 }, say))
    case 'soak': return orSkipped(scenario, await soakOnPostgres(server, minutes, say))
    case 'kills': return orSkipped(scenario, await killsOnPostgres(server, kills, seed, say))
    case 'upgrades': return [await upgradesOnPostgres(server, kills, seed)]
    case 'memory': return [await memoryOfImport(server, megabytes, say)]
    case 'verdicts':
    case 'first-load': return []
  }
}

function firstLoads(): void {
  for (const { name, route, most } of FIRST_LOADS) {
    const kilobytes = firstLoad(route)
    if (kilobytes === null) skipped.push({ name: `First load of ${name}`, because: 'there is no build; npm start or npm test makes one' })
    else results.push({ name: `First-load JavaScript of ${name}, kB gzip`, ratio: kilobytes, target: most, atLeast: false, detail: '' })
  }
  const wall = wallLoad()
  if (wall !== null) results.push({ name: 'All JavaScript that a wall screen ever loads, kB gzip', ratio: wall, target: WALL_MOST, atLeast: false, detail: '' })
}

async function main(): Promise<void> {
  const { positionals, values } = parseArgs({ allowPositionals: true, options: { full: { type: 'boolean', default: false }, megabytes: { type: 'string', default: '1000' }, kills: { type: 'string', default: '10' }, seed: { type: 'string', default: '1' }, minutes: { type: 'string', default: '10' }, help: { type: 'boolean', default: false } } })
  const strange = positionals.filter((name) => !SCENARIOS.some((known) => known === name))
  if (values.help || strange.length > 0) throw new Error(strange.length > 0 ? `There is no scenario "${strange[0]}".\n\n${USAGE}` : USAGE)
  const chosen = SCENARIOS.filter((name) => (positionals.length > 0 ? positionals.includes(name) : name !== 'memory' && name !== 'resegment' && name !== 'kills' && name !== 'upgrades' && name !== 'soak'))
  setErasureKey('benchmark')
  const size = { full: values.full, megabytes: Number(values.megabytes), kills: Number(values.kills), seed: Number(values.seed), minutes: Number(values.minutes) }
  const server = chosen.every((name) => WITHOUT_DATABASE.includes(name)) ? 'it is not needed' : await postgres()
  try {
    for (const scenario of chosen.filter((name) => !WITHOUT_DATABASE.includes(name))) {
      say(scenario)
      if (typeof server === 'string') skipped.push({ name: scenario, because: server })
      else if (!server.seen) skipped.push({ name: scenario, because: "PostgreSQL's processes cannot be seen from here, so its CPU time cannot be told" })
      else results.push(...await onPostgres(scenario, server, size))
    }
  } finally {
    if (typeof server !== 'string') await server.stop()
  }
  if (chosen.includes('recording')) results.push(await recordingEmbedded({ rounds: 5, batches: 10 }))
  if (chosen.includes('upgrades')) results.push(await upgradesEmbedded(size.kills, size.seed))
  if (chosen.includes('kills')) results.push(...orSkipped('kills', await killsEmbedded(size.kills, size.seed, say)))
  if (chosen.includes('verdicts')) results.push(...verdicts())
  if (chosen.includes('first-load')) firstLoads()
  if (!chosen.includes('memory')) skipped.push({ name: 'memory', because: 'it takes a while: npm run bench -- memory' })
  console.log(table(results, skipped))
  if (!results.every(isMet)) process.exitCode = 1
}

try {
  await main()
} catch (error) {
  // A failed query says why only underneath.
  for (let e: unknown = error; e; e = e instanceof Error ? e.cause : undefined) console.error(e instanceof Error ? e.message : e)
  process.exitCode = 1
}
