import { z } from 'zod'
import { ASSUMPTION_STATES } from '@/db/vocabulary'
import { holds } from '../domain/plans/claims'
import { waitingInShort } from '../domain/settling'
import { TouchstoneError } from '../errors'
import { waitingIn } from '../queries/waiting'
import { windowParameters } from '../schemas/report-parameters'
import { beingSorted } from './being-sorted'
import { assumptionsOf, type Assumption } from './plans/assumption-list'
import { ownFigure, type OwnFigure } from './plans/own-figure'
import { defineReport, type Asked } from './report'

export const assumptionsReport = defineReport({
  name: 'assumptions',
  title: 'What we know for sure that may not be so',
  definition: 'Assumptions, dated and owned; published claims with the arithmetic they stand up to. Where one is bound to a report, one’s own figure of the window stands beside it: of a report by period the mean of the whole months, else of the whole window. With its interval it agrees if it lies within what is claimed (or the claim is one number within the interval), does not if the interval lies outside, otherwise it cannot be told; without an interval, or without a figure claimed, the two are set side by side and not judged. Claims are there to hold one’s own numbers against, never as targets.',
  parameters: z.object({ ...windowParameters }),
  row: z.object({
    key: z.string().describe('A published claim’s name, else the assumption’s id.'), statement: z.string(), source: z.string(), note: z.string(), owner: z.string(), review_on: z.string().nullable(),
    state: z.enum(ASSUMPTION_STATES).describe('What somebody decided.'), evidence: z.string().describe('On what grounds.'), check: z.string().nullable().describe('The report it is held against.'), check_field: z.string().nullable(), unit: z.string().nullable(),
    claimed_low: z.number().nullable(), claimed_high: z.number().nullable(), own: z.number().nullable().describe('One’s own figure.'), low: z.number().nullable(), high: z.number().nullable(), agrees: z.enum(['holds', 'does_not_hold', 'cant_tell']).nullable().describe('null: set beside it, not judged.'),
    months: z.number().nullable().describe('Whole months the own figure is the mean of; null where its report tells the window as one.'),
    measured: z.string().nullable().describe('What the own figure is, and of whom, in words.'), n: z.number().nullable().describe('What the own figure divides by.'), from: z.string().nullable().describe('First day of the own figure.'), to: z.string().nullable().describe('The day after its last.'),
  }),
  keys: ['key'],
  figures: { own: { label: 'Our own figure', unit: 'number', low: 'low', high: 'high', n: 'n' }, claimed_low: { label: 'Claimed, at least', unit: 'number' }, claimed_high: { label: 'Claimed, at most', unit: 'number' } },
  draw: 'table',
  // Of whom an own figure is, a segment may say.
  tiers: true,
  whole: 'assumptions are listed as they are',

  async answer(asked) {
    const rows = []
    // Half of a record agrees with nothing, and refutes nothing.
    const half = waitingInShort(await waitingIn(asked.tx, asked.ctx)) !== null || (await beingSorted(asked, { tiers: true })) !== null
    if (half) asked.note('Nothing is judged while the newest records are still being counted in.')
    for (const one of await assumptionsOf(asked.tx, asked.ctx)) {
      const own = await figureFor(asked, one)
      rows.push({
        key: one.claim ?? one.id ?? one.statement, statement: one.statement, source: one.source, note: one.note, owner: one.owner, review_on: one.reviewOn, state: one.state, evidence: one.evidence,
        check: one.check?.report ?? null, check_field: one.check?.field ?? null, unit: own?.unit ?? null, claimed_low: one.claimedLow, claimed_high: one.claimedHigh,
        own: own?.value ?? null, low: own?.low ?? null, high: own?.high ?? null, agrees: own && own.value !== null && !half ? holds({ value: own.value, low: own.low, high: own.high }, one.claimedLow, one.claimedHigh) : null, months: own?.months ?? null, measured: own?.measured ?? null, n: own?.n ?? null, from: own?.span?.from ?? null, to: own?.span?.to ?? null,
      })
    }
    return { rows }
  },
})

async function figureFor(asked: Asked<{ from?: string; to?: string }>, { check, statement }: Assumption): Promise<OwnFigure | null> {
  if (!check) return null
  try {
    return await ownFigure(asked, check)
  } catch (error) {
    if (!(error instanceof TouchstoneError)) throw error
    asked.note(`“${statement}” cannot be checked any more: ${error.message}`)
    return null
  }
}
