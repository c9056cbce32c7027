import { and, asc, eq, sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Db } from '@/db/client'
import { interactions, issues, moments, profiles, promises, riskScores, spells, transactions } from '@/db/schema'
import { testDb, testOrganisation } from '@/server/testing/database'
import type { OrgCtx } from '../../context'
import { scoreRisk, type RiskFacts } from '../../domain/risk/score'
import { addDays, dayNumber, localDayOf, type LocalDay } from '../../domain/time/local-day'
import { riskFacts } from '../../queries/risk-facts'
import { smallOrganisation } from '../../reports/organisation.fixture'
import { recordBatch } from '../recording/record-batch'
import { settleOrganisation } from '../settle/settle'
import { scoreCustomers } from './score-customers'

let db: Db
let ctx: OrgCtx
let as: Awaited<ReturnType<typeof testOrganisation>>['as']
beforeAll(async () => {
  db = await testDb()
  ;({ ctx, as } = await smallOrganisation(db))
})
afterAll(() => db.close())

const stored = () => db.tenant({ organisationId: ctx.org.id }, (tx) => tx.select().from(riskScores).where(eq(riskScores.organisationId, ctx.org.id)).orderBy(asc(riskScores.day), asc(riskScores.customerId)))

/** The same facts counted again, one customer and day at a time, by plain code over the rows. */
async function recount(day: LocalDay): Promise<Map<string, RiskFacts>> {
  const zone = ctx.org.timezone
  const found = new Map<string, RiskFacts>()
  await db.tenant({ organisationId: ctx.org.id }, async (tx) => {
    const org = ctx.org.id
    const whose = new Map((await tx.select().from(profiles).where(eq(profiles.organisationId, org))).map((p) => [p.id, p.customerId]))
    const own = <T extends { profileId: string }>(rows: T[], id: string) => rows.filter((r) => whose.get(r.profileId) === id)
    const [i, t, s, m, p, o] = [
      await tx.select().from(interactions).where(eq(interactions.organisationId, org)), await tx.select().from(transactions).where(eq(transactions.organisationId, org)),
      await tx.select().from(spells).where(eq(spells.organisationId, org)), await tx.select().from(moments).where(eq(moments.organisationId, org)),
      await tx.select().from(promises).where(eq(promises.organisationId, org)), await tx.select().from(issues).where(and(eq(issues.organisationId, org)))]
    const age = (d: LocalDay) => dayNumber(day) - dayNumber(d)
    const dayOf = (at: Date) => localDayOf(at.getTime(), zone)
    const before = (at: Date | null) => at !== null && dayOf(at) < day
    for (const spell of s.filter((x) => x.startDay < day && (x.endDay === null || x.endDay >= day))) {
      const id = spell.customerId
      const came = own(i, id).filter((x) => x.direction !== 'message' && x.form !== 'observation' && age(x.day) > 0 && age(x.day) <= 365)
      const bought = own(t, id).filter((x) => x.amount >= 0 && age(x.day) > 0 && age(x.day) <= 365)
      const signs = [...new Set((came.length > 0 ? came : bought).map((x) => age(x.day)))]
      const recent = m.filter((x) => x.customerId === id && age(x.day) > 0 && age(x.day) <= 90)
      const failed = recent.filter((x) => x.result === 'failed' && (x.resultSource !== 'rule' || age(x.day) >= 8)).map((x) => age(x.day))
      const negative = recent.filter((x) => i.find((y) => y.id === x.interactionId)?.impression === -2).map((x) => age(x.day))
      const contacts = came.filter((x) => x.direction === 'contact').map((x) => age(x.day))
      const open = own(o, id).filter((x) => x.openedAt && age(dayOf(x.openedAt)) > 0 && age(dayOf(x.openedAt)) <= 180 && !before(x.resolvedAt)).map((x) => age(dayOf(x.openedAt ?? new Date(0))))
      const spent = (from: number, to: number) => own(t, id).filter((x) => x.currency === ctx.org.currency && age(x.day) > from && age(x.day) <= to).reduce((sum, x) => sum + x.amount, 0)
      const lived = Math.min(age(spell.startDay), age('2025-11-20'))
      const max = (list: number[]) => (list.length === 0 ? null : Math.max(...list))
      const min = (list: number[]) => (list.length === 0 ? null : Math.min(...list))
      found.set(id, {
        signs: signs.length, firstSign: max(signs), lastSign: min(signs), failed: failed.length, lastFailed: min(failed), strongNegative: negative.length, lastNegative: min(negative),
        brokenPromises: own(p, id).filter((x) => before(x.dueAt) && age(dayOf(x.dueAt)) <= 90 && !before(x.keptAt) && !(x.withdrawnBy === 'customer' && before(x.withdrawnAt))).length,
        contacts: contacts.filter((a) => a <= 30).length, earlierContacts: contacts.filter((a) => a > 30 && a <= 210).length, earlierDays: Math.max(0, Math.min(180, lived - 30)),
        openIssues: open.length, oldestIssue: max(open), spent: lived >= 180 ? spent(0, 90) : null, spentBefore: lived >= 180 ? spent(90, 180) : null,
      })
    }
  })
  return found
}

describe('facts', () => {
  test.each(['2025-12-20', '2026-01-15', '2026-02-11', '2026-03-13'])('of %s are those that a plain recount finds', async (day) => {
    const expected = await recount(day)
    const rows = await db.tenant({ organisationId: ctx.org.id }, async (tx) => {
      const ids = await tx.execute<{ id: string }>(sql`select id from customers where organisation_id = ${ctx.org.id}`)
      return riskFacts(tx, ctx.org, ids.rows.map((r) => r.id), [day, addDays(day, -40), addDays(day, 3)], { since: '2025-11-20' })
    })
    const found = new Map(rows.filter((r) => r.day === day).map(({ customerId, day: _d, value: _v, ...facts }) => [customerId, facts]))
    expect(found.size).toBeGreaterThan(5)
    expect(found).toEqual(expected)
  })
})

describe('scoring', () => {
  test('keeps the list’s day, the week before, past Mondays and leavers; again it changes nothing', async () => {
    const { day, scored } = await scoreCustomers(ctx)
    // The newest record is of 12 March.
    expect(day).toBe('2026-03-16')
    expect(scored).toBeGreaterThan(0)
    const rows = await stored()
    expect(new Set(rows.filter((r) => !r.frozen).map((r) => r.day))).toContain('2026-03-16')
    for (const row of rows) expect(row.reasons.reduce((sum, r) => sum + r.points, 0)).toBe(row.score)
    expect(rows.filter((r) => r.frozen).length).toBeGreaterThan(0)
    await scoreCustomers(ctx)
    expect(await stored()).toEqual(rows)
  })

  test('what comes later never changes a past day', async () => {
    const past = '2026-01-19'
    await scoreCustomers(ctx, { days: [past] })
    const before = (await stored()).filter((r) => r.day === past)
    const facts = await recount(past)
    expect(before.map((r) => [r.customerId, r.score])).toEqual([...facts].map(([id, f]): [string, number] => [id, scoreRisk(f).score]).filter(([, score]) => score > 0).toSorted(([a], [b]) => (a < b ? -1 : 1)))
    await recordBatch(ctx, { kind: 'interaction', records: [{ id: 'late', customer: 'c1', occurred_at: '2026-03-10T10:00:00Z', channel: 'phone', touchpoint: 'Resolve a billing question', result: 'failed', impression: -2 }] })
    await recordBatch(ctx, { kind: 'customer', records: [{ id: 'c5', left_at: '2026-03-11T10:00:00Z' }] })
    await settleOrganisation(ctx)
    await scoreCustomers(ctx, { days: [past] })
    expect((await stored()).filter((r) => r.day === past)).toEqual(before)
    // Whoever left meanwhile keeps the score of that day.
    expect((await stored()).filter((r) => r.frozen && r.day === '2026-03-11')).toHaveLength(1)
  })

  test('needs an editor, and finds nothing in an empty organisation', async () => {
    await expect(scoreCustomers(as('viewer'))).rejects.toMatchObject({ fault: 'forbidden' })
    const empty = await testOrganisation(db)
    expect(await scoreCustomers(empty.ctx)).toEqual({ day: null, scored: 0 })
  })
})
