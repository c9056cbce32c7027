import { randomUUID } from 'node:crypto'
import { eq, sql } from 'drizzle-orm'
import type { z } from 'zod'
import type { Tx } from '@/db/client'
import { channels, recoveryActs, recoveryCases } from '@/db/schema'
import { NIL_ID, type RecoveryOutcome } from '@/db/vocabulary'
import { reading, requireCapability, writing, type OrgCtx } from '../../context'
import { recordId } from '../../domain/ids'
import { toMajor } from '../../domain/money'
import { leftOf } from '../../domain/recovery/budget'
import { localDayOf } from '../../domain/time/local-day'
import { invalid, TouchstoneError } from '../../errors'
import { profilesOf } from '../../queries/customer-page-ids'
import { ownBudgets, roleOf } from '../../queries/recovery-budget'
import { waitingSql } from '../../queries/recovery'
import { HAND_SOURCE } from '../../schemas/promises'
import { actInput, outcomeInput } from '../../schemas/recovery'
import { minorOf } from '../catalogue/minor-of'
import { keepPromises } from '../promises/keep-promises'
import { recordMixed, type Item } from '../recording/record'
import { oneAtATime, openCase, whichCase } from './case-row'

/** What the customer said, as an interaction's result. */
const RESULT: Record<RecoveryOutcome, 'met' | 'failed' | null> = { put_right: 'met', not_put_right: 'failed', no_answer: null }
type About = { customer: string; profileId: string; touchpoint: string | null; issue: string | null }

/**
 * Records what was done for an unhappy customer: an interaction on our initiative about what went wrong, with what was
 * given away, so that every report counts it. With an outcome the case is closed. Editors; `not_found`; `conflict` for a
 * closed case or a budget that does not suffice; `invalid` naming the field. What it also settles (promises `kept`, issues
 * `resolved`) follows once that stands.
 */
export async function act(ctx: OrgCtx, input: z.input<typeof actInput>): Promise<{ interaction: string }> {
  requireCapability(ctx, 'edit')
  const { case: id, channel, what, goodwill, outcome, kept, resolved } = actInput.parse(input)
  const amount = minorOf(goodwill, ctx.org.currency, 'goodwill')
  const about = await aboutCase(ctx, id, channel)
  const done = await recordAct(ctx, about, { channel, what, goodwill, outcome: outcome ?? null, resolved }, async (tx, interaction) => {
    await openCase(tx, ctx, id)
    await withinBudget(tx, ctx, amount)
    await tx.insert(recoveryActs).values({ organisationId: ctx.org.id, profileId: about.profileId, id: interaction, caseId: id, at: ctx.now, actorId: ctx.actor.id, actorLabel: ctx.actor.label, role: roleOf(ctx), what, goodwill: amount })
    if (outcome) await close(tx, ctx, id, outcome)
    return { action: 'recovery.acted', detail: { case: id, goodwill, outcome: outcome ?? null, ...(resolved.length > 0 ? { resolved } : {}) } }
  })
  if (kept.length > 0) await keepPromises(ctx, { promises: kept })
  return done
}

/** Records what came of it once the customer has said so, and closes the case. Editors; errors as for `act`. */
export async function recordOutcome(ctx: OrgCtx, input: z.input<typeof outcomeInput>): Promise<void> {
  requireCapability(ctx, 'edit')
  const { case: id, outcome, kept, resolved } = outcomeInput.parse(input)
  const about = await aboutCase(ctx, id, null)
  if (outcome === 'no_answer') {
    // Silence is no interaction.
    await writing(ctx, async (tx, w) => {
      await openCase(tx, ctx, id)
      await close(tx, ctx, id, outcome)
      await w.audit({ action: 'recovery.outcome', subject: 'customer', subjectId: about.profileId, detail: { case: id, outcome } })
      w.publish('recovery')
    })
    return
  }
  const said = outcome === 'put_right' ? 'The customer said it was put right.' : 'The customer said it was not put right.'
  await recordAct(ctx, about, { channel: null, what: said, goodwill: 0, outcome, resolved }, async (tx) => {
    await openCase(tx, ctx, id)
    await close(tx, ctx, id, outcome)
    return { action: 'recovery.outcome', detail: { case: id, outcome, ...(resolved.length > 0 ? { resolved } : {}) } }
  })
  if (kept.length > 0) await keepPromises(ctx, { promises: kept })
}

/** Whom and what a case is about: touchpoint and issue of what has waited longest, else of the newest failure. */
export async function aboutCase(ctx: OrgCtx, id: string, channel: string | null): Promise<About> {
  return reading(ctx, async (tx) => {
    const row = await openCaseToRead(tx, ctx, id)
    if (channel !== null) {
      const [known] = await tx.select({ id: channels.id }).from(channels).where(sql`${eq(channels.organisationId, ctx.org.id)} and ${eq(channels.slug, channel)}`)
      if (!known) throw invalid(`channel: there is no “${channel}”`, [{ field: 'channel', reason: `there is no “${channel}”` }])
    }
    const { rows } = await tx.execute<Omit<About, 'customer' | 'profileId'>>(sql`
      select t.slug as touchpoint, w.issue_id as issue from (
        select 0 as n, w.occurred_at, w.touchpoint_id, w.issue_id from (${waitingSql(ctx, localDayOf(ctx.now.getTime(), ctx.org.timezone), row.customer)}) w
        union all select 1, i.occurred_at, i.touchpoint_id, i.issue_id from profiles p join interactions i on i.organisation_id = p.organisation_id and i.profile_id = p.id and i.occurred_at = ${row.unhappy}::timestamptz
        where p.organisation_id = ${ctx.org.id} and p.customer_id = ${row.customer}) w
      left join touchpoints t on t.organisation_id = ${ctx.org.id} and t.id = w.touchpoint_id and t.id <> ${NIL_ID}::uuid
      order by w.n, w.occurred_at limit 1`)
    return { customer: row.external, profileId: row.customer, touchpoint: rows[0]?.touchpoint ?? null, issue: rows[0]?.issue ?? null }
  })
}

async function openCaseToRead(tx: Tx, ctx: OrgCtx, id: string): Promise<{ customer: string; external: string; unhappy: string }> {
  const { rows } = await tx.execute<{ customer: string; external: string; unhappy: string }>(sql`
    select c.id as customer, c.external_id as external, to_char(k.unhappy_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as unhappy from recovery_cases k
    join profiles p on p.organisation_id = k.organisation_id and p.id = k.profile_id join customers c on c.organisation_id = p.organisation_id and c.id = p.customer_id where k.organisation_id = ${ctx.org.id} and k.id = ${id}`)
  const [row] = rows
  if (!row) throw new TouchstoneError('not_found', 'There is no such case here.')
  return row
}

type Done = { channel: string | null; what: string; goodwill: number; outcome: RecoveryOutcome | null; /** Issues of theirs that are closed with it, by stored id. */ resolved?: readonly string[] }

/** The interaction, and in its transaction whatever else is kept of it. An issue of any source is linked by its stored id. */
export async function recordAct(ctx: OrgCtx, about: About, { channel, what, goodwill, outcome, resolved = [] }: Done, also: (tx: Tx, interaction: string) => Promise<{ action: string; detail: Record<string, unknown> }>): Promise<{ interaction: string }> {
  const external = randomUUID()
  const interaction = recordId(ctx.org.id, 'interaction', HAND_SOURCE, external)
  const result = outcome === null ? null : RESULT[outcome]
  // At a moment's touchpoint what we did would be a moment itself, without a result: named only where nothing else says what it is about.
  const touchpoint = result !== null || (about.issue === null && goodwill === 0) ? about.touchpoint : null
  const raw = {
    id: external, customer: about.customer, occurred_at: ctx.now.toISOString(), direction: 'message', initiative: 'ours', summary: what, handled_by: ctx.actor.label,
    ...(channel ? { channel } : {}), ...(touchpoint ? { touchpoint } : {}), ...(goodwill > 0 ? { goodwill_amount: goodwill } : {}), ...(result ? { result, result_source: 'customer' } : {}),
  }
  const closing = await closingOf(ctx, about, resolved)
  const { outcomes: [came] } = await recordMixed(ctx, {
    items: [{ kind: 'interaction', raw, source: HAND_SOURCE }, ...closing],
    async also(tx, w) {
      if (about.issue) await tx.execute(sql`update interactions set issue_id = ${about.issue} where organisation_id = ${ctx.org.id} and id = ${interaction}`)
      const { action, detail } = await also(tx, interaction)
      await w.audit({ action, subject: 'customer', subjectId: about.profileId, detail })
      w.publish('recovery')
    },
  })
  if (typeof came === 'object') throw invalid(came.errors.map(({ field, reason }) => `${field}: ${reason}`).join('; '), came.errors)
  return { interaction }
}

/** The records that close these issues of that customer now. `not_found` for one that is not theirs, or is closed. */
async function closingOf(ctx: OrgCtx, { customer, profileId }: About, resolved: readonly string[]): Promise<Item[]> {
  const wanted = [...new Set(resolved)]
  if (wanted.length === 0) return []
  const found = await reading(ctx, async (tx) => (await tx.execute<{ id: string; source: string }>(sql`
    select s.external_id as id, s.source from issues s where s.organisation_id = ${ctx.org.id} and s.id = any(${sql.param(wanted)}::uuid[]) and s.profile_id = any(${sql.param(await profilesOf(tx, ctx, profileId))}::uuid[]) and s.resolved_at is null order by s.id`)).rows)
  if (found.length < wanted.length) throw new TouchstoneError('not_found', 'One of these issues is not open any more.')
  return found.map(({ id, source }): Item => ({ kind: 'issue', source, raw: { id, customer, resolved_at: ctx.now.toISOString() } }))
}

async function close(tx: Tx, ctx: OrgCtx, id: string, outcome: RecoveryOutcome): Promise<void> {
  await tx.update(recoveryCases).set({ outcome, outcomeAt: ctx.now, closedAt: ctx.now }).where(whichCase(ctx, id))
}

async function withinBudget(tx: Tx, ctx: OrgCtx, amount: number): Promise<void> {
  if (amount === 0) return
  await oneAtATime(tx, `${ctx.org.id}:${ctx.actor.id}`)
  const left = leftOf(await ownBudgets(tx, ctx))
  if (left === null || amount <= left) return
  const money = (minor: number) => `${toMajor(minor, ctx.org.currency)} ${ctx.org.currency}`
  throw new TouchstoneError('conflict', `You have ${money(left)} of your budget left, and this would be ${money(amount)}. Give less, or ask an administrator.`, [{ field: 'goodwill', reason: `more than the ${money(left)} left` }])
}
