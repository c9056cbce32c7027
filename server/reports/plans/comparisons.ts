import { and, asc, eq, gt, isNotNull, lt, ne, sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { plans, segmentations, segments, type MatchedGroups } from '@/db/schema'
import { reading, type OrgCtx } from '../../context'
import { byComparability, comparability, type Comparability } from '../../domain/plans/comparability'
import { detectableChange } from '../../domain/plans/detectable'
import { besideOthers, partOf, withPart, type FigureRef, type Part } from '../../domain/plans/figure'
import { addDays, localDayOf, type LocalDay } from '../../domain/time/local-day'
import { TouchstoneError } from '../../errors'
import { figureNamed, measuredPeriods, ripensIn, type Answers } from '../measured'
import { VALUE_TIERS } from '../split'
import { labelOf, whoseWords } from './figure-words'
import { periodsAfter } from './impact'
import { LEAST_PAIRS, matchedGroups, unmatchable } from './matching'

export type Candidate = Comparability & { figure: FigureRef; label: string; /** Another plan that changes it within the same days. */ treated: string | null }
export type Comparisons = {
  measure: string
  unit: string
  /** What the plan could find by its own before and after alone. */
  alone: number | null
  /** The best first. */
  candidates: Candidate[]
  /** Customers like those in the plan; null with the reason where they cannot be matched. */
  matched: { groups: MatchedGroups; reason: null } | { groups: null; reason: string }
  /** Why nobody is proposed. */
  reason: string | null
}
type Asked = { plan: string; measure: FigureRef; interval: 'week' | 'month'; baseline_from: LocalDay; baseline_to: LocalDay; start_on: LocalDay; review_on: LocalDay }

/** At most so many are looked at: the largest. */
const MOST = 10

/**
 * With whom a plan's group can be compared: other parts of the same kind, each with its level, how alike the two moved over the
 * baseline, and what could be found with it; and customers matched one by one. Looked at over the baseline only, so that
 * nobody is chosen by how it went afterwards.
 */
export function comparisonsFor(ctx: OrgCtx, asked: Asked): Promise<Comparisons> {
  return reading(ctx, async (tx) => {
    const { measure, interval } = asked
    const { kind, figure } = figureNamed(measure)
    const span = { from: asked.baseline_from, to: asked.baseline_to }
    const known = addDays(localDayOf(ctx.now.getTime(), ctx.org.timezone), -ripensIn(ctx, measure))
    const answers: Answers = new Map()
    const periods = (of: FigureRef) => measuredPeriods(ctx, tx, inOneAnswer(of), span, interval, known, answers)
    const mine = await periods(measure)
    const after = periodsAfter(ctx, { startOn: asked.start_on, reviewOn: asked.review_on, interval, measure })
    const part = partOf(measure)
    const candidates: Candidate[] = []
    const others = part ? await othersAtWork(tx, ctx, asked) : []
    for (const value of part ? await othersOf(tx, ctx, part) : []) {
      const other = withPart(measure, value)
      const theirs = await periods(other).catch(noneKnown)
      const found = comparability(kind, mine, theirs, after)
      // A share that is always nothing, or always everything, moves with nobody.
      const stuck = kind === 'share' && [0, 1].some((end) => theirs.every(({ value: v }) => v === end))
      if (found && !stuck) candidates.push({ ...found, figure: other, label: await whoseWords(tx, ctx, other), treated: others.find(({ kind: of, value: whose }) => of === part?.kind && whose === value)?.name ?? null })
    }
    return {
      measure: labelOf(measure), unit: figure.unit, alone: detectableChange(kind, mine, null, after), candidates: candidates.toSorted(byComparability),
      matched: await matchedFor(tx, ctx, asked), reason: reasonOf(part, mine.length, candidates.length, interval),
    }
  })
}

/**
 * The same figure where one answer has it beside all the others, so that the records are put in order once for all of them: a
 * report that reads all periods at once and splits by what it filters by says the same of a part either way. Of shares alone: a
 * count of nothing has no row beside others, and would be a gap.
 */
function inOneAnswer(of: FigureRef): FigureRef {
  const { report, figure } = figureNamed(of)
  return report.byPeriod && report.keys.includes('key') && !report.keys.includes('segment') && 'by' in report.parameters.shape && figure.denominator ? (besideOthers(of) ?? of) : of
}

/**
 * The parts that other plans began to work on after the first day of this baseline and before its review: what those plans did
 * would be taken for what would have happened anyway. One that began before has had its effect on both sides of the start.
 */
async function othersAtWork(tx: Tx, ctx: OrgCtx, { plan, baseline_from: from, review_on: to }: Asked): Promise<(Part & { name: string })[]> {
  const rows = await tx.select({ name: plans.name, measure: plans.measure }).from(plans)
    .where(and(eq(plans.organisationId, ctx.org.id), ne(plans.id, plan), isNotNull(plans.startedAt), gt(plans.startOn, from), lt(plans.startOn, to)))
  return rows.flatMap(({ name, measure }) => {
    const part = measure && partOf(measure)
    return part ? [{ ...part, name }] : []
  })
}

/** A part that the report does not know, or whose figure cannot be told, is no candidate. */
function noneKnown(error: unknown): [] {
  if (error instanceof TouchstoneError) return []
  throw error
}

function reasonOf(part: Part | null, periods: number, candidates: number, interval: string): string | null {
  if (!part) return 'The plan is for everybody, so nobody is left to compare with. Begin with one group (a segment, a region, one touchpoint), and the others show what would have happened anyway.'
  if (periods < 4) return `The baseline has ${periods} whole ${interval}s with a figure; it takes four to see who moved alike.`
  return candidates === 0 ? 'No other part has this figure in four whole periods of the baseline.' : null
}

async function matchedFor(tx: Tx, ctx: OrgCtx, { measure, baseline_from: asOf, plan }: Asked): Promise<Comparisons['matched']> {
  const reason = unmatchable(measure)
  if (reason) return { groups: null, reason }
  const groups = await matchedGroups(tx, ctx, { measure, asOf, plan })
  return groups.matched < LEAST_PAIRS ? { groups: null, reason: `Of ${groups.group} customers in the plan’s group on the baseline’s first day only ${groups.matched} have a like outside it; it takes ${LEAST_PAIRS}.` } : { groups, reason: null }
}

/** The other parts of its kind: those of the same class first, then the largest. */
async function othersOf(tx: Tx, ctx: OrgCtx, { kind, value }: Part): Promise<string[]> {
  const own = ctx.org.id
  const [name, rest] = [value.slice(0, value.indexOf(':')), value.slice(value.indexOf(':') + 1)]
  if (kind === 'segment') {
    const rows = await tx.select({ slug: segments.slug }).from(segments).innerJoin(segmentations, and(eq(segmentations.organisationId, segments.organisationId), eq(segmentations.id, segments.segmentationId)))
      .where(and(eq(segments.organisationId, own), eq(segmentations.slug, name || VALUE_TIERS), ne(segments.slug, rest))).orderBy(asc(segments.rank)).limit(MOST)
    return rows.map(({ slug }) => `${name || VALUE_TIERS}:${slug}`)
  }
  if (kind === 'attribute') {
    const { rows } = await tx.execute<{ value: string }>(sql`select attributes->>${name} as value from customers where organisation_id = ${own} and attributes->>${name} is not null and attributes->>${name} <> ${rest} group by 1 order by count(*) desc, 1 limit ${MOST}`)
    return rows.map((row) => `${name}:${row.value}`)
  }
  if (kind === 'team') return []
  const table = kind === 'touchpoint' ? sql`touchpoints` : sql`channels`
  // Moments that matter beside moments that matter, people who answer beside people who answer.
  const alike = kind === 'touchpoint' ? sql`x.class` : sql`x.human_answers`
  const column = kind === 'touchpoint' ? sql`touchpoint_id` : sql`channel_id`
  const { rows } = await tx.execute<{ slug: string }>(sql`select x.slug from ${table} x join rollup_daily r on r.organisation_id = x.organisation_id and r.${column} = x.id
    where x.organisation_id = ${own} and x.slug <> ${value} group by x.slug, ${alike} order by ${alike} = (select ${alike} from ${table} x where x.organisation_id = ${own} and x.slug = ${value}) desc nulls last, sum(r.interactions) desc, 1 limit ${MOST}`)
  return rows.map(({ slug }) => slug)
}
