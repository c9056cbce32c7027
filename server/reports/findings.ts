import { z } from 'zod'
import { findings as judge, type Check } from '../domain/findings/judge'
import { toMajor } from '../domain/money'
import { windowParameters } from '../schemas/report-parameters'
import { failureChecks } from './findings/failures'
import { lossChecks } from './findings/losses'
import { volumeChecks } from './findings/volumes'
import { sayLate } from './freshness'
import { defineReport } from './report'

export const findings = defineReport({
  name: 'findings',
  title: 'What changed',
  definition: 'A sentence is printed only if its figure lies outside the range expected from its own history (weekday, month length, trend and season considered, scatter estimated), survives Benjamini–Hochberg at 5 % over everything that was checked, and differs by at least the organisation’s smallest change worth acting on. Ranked by money, at most five. Money is the difference from the expected: contacts of the week times what one costs, customers lost in the month times the median purchases of a customer in the year before.',
  parameters: z.object({ ...windowParameters }),
  row: z.object({
    text: z.string(), report: z.string(), parameters: z.record(z.string(), z.string()), observed: z.number(), expected: z.number(), expected_low: z.number(), expected_high: z.number(),
    money: z.number().nullable().describe('What the difference costs (positive) or saves, in major units; null where no price is known.'), p_adjusted: z.number(), since: z.string().nullable().describe('First day of the period since when it has stood apart; null: of the newest period alone.'),
  }),
  keys: ['text'],
  figures: { observed: { label: 'Observed', unit: 'number' }, expected: { label: 'Expected', unit: 'number', low: 'expected_low', high: 'expected_high' }, money: { label: 'Money', unit: 'money' } },
  draw: 'sentences',
  tiers: true,
  whole: 'its checks run over all customers and over each value tier',

  async answer(asked) {
    const late = await sayLate(asked)
    const silent = new Set(late.flatMap((s) => (s.channel ? [s.channel.slug] : [])))
    const checks: Check[] = [...(await volumeChecks(asked, silent)), ...(await failureChecks(asked)), ...(await lossChecks(asked))]
    const rows = judge(checks, asked.ctx.org.smallestChange).map((f) => ({
      text: f.text, report: f.report, parameters: f.parameters, observed: f.observed, expected: f.expected, expected_low: f.low, expected_high: f.high,
      money: f.money === null ? null : toMajor(Math.round(f.money), asked.ctx.org.currency), p_adjusted: f.adjusted, since: f.since ?? null,
    }))
    if (checks.length === 0) asked.note('Nothing could be checked yet: a range needs at least 12 whole weeks, or 12 whole months, of history.')
    return { rows, statistics: { checks: checks.length, found: rows.length } }
  },
})
