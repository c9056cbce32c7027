import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { asc, eq } from 'drizzle-orm'
import { connect, type Db } from '@/db/client'
import { members, organisations, users } from '@/db/schema'
import { systemCtx } from '../access'
import { now, ticks } from '../clock'
import { env } from '../env'
import { runSample } from '../seed/run-sample'
import { runStress, type StressPlan } from '../seed/stress'
import { insertOrganisation } from '../services/organisations/create-organisation'
import { ensureInit } from '../services/organisations/ensure-init'
import { resegment } from '../services/segments/resegment'
import { ensureDefaultTiers } from '../services/segments/ensure-default-tiers'
import { runSettle } from '../services/settle/run-settle'
import { writing } from '../context'
import { segmentationRow } from '../queries/segments'

const USAGE = `npm run seed -- sample
npm run seed -- stress --customers 5000 --interactions 1000000 --months 36 [--channels 8] [--touchpoints 30]
Into DATABASE_URL, or the embedded database in DATA_DIR (its server must be stopped first).`

const started = ticks()
let stage = ''
/** One line rewritten on a terminal; in a log, one line per stage. */
const progress = ({ done, of, note = '' }: { done: number; of: number; note?: string }) => {
  if (process.stdout.isTTY) process.stdout.write(`\r${`${of > 0 ? Math.floor((100 * done) / of) : 100} %  ${note}`.padEnd(100)}`)
  else if (note.split(' ')[0] !== stage) console.log(`${((ticks() - started) / 1000).toFixed(1).padStart(7)} s  ${note}`)
  stage = note.split(' ')[0] ?? ''
}
const endLine = () => { if (process.stdout.isTTY) process.stdout.write('\n') }
const count = (n: number) => Math.round(n).toLocaleString('en')

/** A whole number of an option, at least `least`. */
function whole(name: string, text: string | undefined, otherwise: number | null, least = 1): number {
  const n = text === undefined ? otherwise : Number(text)
  if (n === null || !Number.isInteger(n) || n < least || n > 2_000_000_000) throw new Error(`--${name} must be a whole number, ${least} or more.\n${USAGE}`)
  return n
}

/** Owned by whoever has been here longest; by nobody while there is nobody. */
async function makeOrganisation(db: Db, input: { name: string; slug: string; timezone: string; currency: string; sample: boolean }): Promise<string> {
  return db.maintenance(async (tx) => {
    const [first] = await tx.select({ userId: users.id, label: users.name }).from(users).orderBy(asc(users.createdAt)).limit(1)
    if (input.sample) {
      const [there] = await tx.select({ id: organisations.id }).from(organisations).where(eq(organisations.sample, true)).limit(1)
      if (there) return there.id
    }
    const taken = new Set((await tx.select({ slug: organisations.slug }).from(organisations)).map((row) => row.slug))
    let slug = input.slug
    for (let n = 2; taken.has(slug); n++) slug = `${input.slug}-${n}`
    return insertOrganisation(tx, { ...input, slug }, first ?? null, now())
  })
}

async function sample(db: Db): Promise<void> {
  const id = await makeOrganisation(db, { name: 'Sample bank', slug: 'sample', timezone: 'Europe/London', currency: 'GBP', sample: true })
  const began = ticks()
  const { accepted, duplicates, rejected } = await runSample(await systemCtx(db, id, now()), { clock: now(), onProgress: progress })
  endLine()
  await report(db, id, `${count(accepted)} records accepted, ${count(duplicates)} there already, ${count(rejected)} refused as meant`, accepted, began)
}

async function stress(db: Db, plan: StressPlan): Promise<void> {
  const id = await makeOrganisation(db, { name: `Stress: ${count(plan.interactions)} interactions`, slug: 'stress', timezone: 'Europe/London', currency: 'GBP', sample: false })
  const ctx = await systemCtx(db, id, now())
  const began = ticks()
  const { interactions } = await runStress(ctx, plan, progress)
  const filled = ticks()
  await runSettle(ctx, { since: null, clock: now(), onProgress: (p) => progress({ ...p, note: 'Settling customers' }) })
  await writing(ctx, (tx) => ensureDefaultTiers(tx, ctx))
  const tiers = await db.tenant({ organisationId: id }, (tx) => segmentationRow(tx, ctx, 'value'))
  if (tiers) await resegment(ctx, tiers.id, { clock: now(), onProgress: progress })
  if (db.kind === 'embedded') await db.outside('analyze')
  endLine()
  console.log(`Set-based statements, then roll-ups rebuilt from the rows: ${((filled - began) / 1000).toFixed(1)} s; settled and cut into tiers in ${((ticks() - filled) / 1000).toFixed(1)} s more.`)
  await report(db, id, `${count(interactions)} interactions, ${count(plan.customers * plan.months)} transactions, ${count(plan.customers)} customers`, interactions, began)
}

async function report(db: Db, id: string, what: string, records: number, began: number): Promise<void> {
  const seconds = (ticks() - began) / 1000
  const { org } = await systemCtx(db, id, now())
  const owned = await db.maintenance((tx) => tx.select({ userId: members.userId }).from(members).where(eq(members.organisationId, id)).limit(1))
  console.log(`${org.name} (/${org.slug}): ${what}. ${seconds.toFixed(1)} s, ${count(records / seconds)} a second.`)
  if (owned.length === 0) console.log('Nobody can sign in to it yet: set INIT_OWNER_EMAIL and INIT_OWNER_PASSWORD with INIT_SAMPLE=1, or create an owner first.')
}

try {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: { customers: { type: 'string' }, interactions: { type: 'string' }, months: { type: 'string' }, channels: { type: 'string' }, touchpoints: { type: 'string' } },
  })
  const [scenario, ...rest] = positionals
  if ((scenario !== 'sample' && scenario !== 'stress') || rest.length > 0) throw new Error(USAGE)
  const plan = scenario === 'sample' ? null : {
    customers: whole('customers', values.customers, 5000), interactions: whole('interactions', values.interactions, null, 0), months: whole('months', values.months, 36),
    channels: whole('channels', values.channels, 8), touchpoints: whole('touchpoints', values.touchpoints, 30),
  }
  const settings = env()
  const db = settings.DATABASE_URL ? await connect({ kind: 'postgresql', url: settings.DATABASE_URL, poolSize: 4 }) : await connect({ kind: 'embedded', dataDir: resolve(settings.DATA_DIR) })
  try {
    await ensureInit(db, settings, now())
    await (plan ? stress(db, plan) : sample(db))
  } finally {
    await db.close()
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}
