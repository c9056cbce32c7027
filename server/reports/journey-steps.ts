import { sql } from 'drizzle-orm'
import { z } from 'zod'
import { JOURNEY_WHEN, TOUCHPOINT_CLASSES } from '@/db/vocabulary'
import { onlyFailures } from '../domain/statistics/only-failures'
import { wilson } from '../domain/statistics/proportion'
import { filterParameters, parameter, rowField, windowParameters } from '../schemas/report-parameters'
import { breachesByTouchpoint, judgedIssues } from './channel-breaches'
import { BY_TIME, caseParameters } from './journey-cases'
import { boundIds, mapSteps, type MapStep } from './journey-map'
import { inView } from './moment-counts'
import { interactionsInView } from './populations'
import { defineReport, type Asked } from './report'
import { inParts } from './split'
import { actionOf, askedOfEffort, effortOf, firstMoments, heldTo, unhappyAt, type Action, type Effects, type Effort, type Held } from './step-measures'

/** Above this many interactions on a map in the window, nobody is followed from step to step, and customers are not counted. */
const FOLLOW_BOUND = 2_000_000

type Rated<F extends string> = `${F}_${'rate' | 'low' | 'high'}`
/** A count's share of what it is of, with its interval (Wilson): the row's fields, the figure, and what stands in them. */
const rate = <F extends string>(field: F) => ({ [`${field}_rate`]: rowField.share, [`${field}_low`]: rowField.share, [`${field}_high`]: rowField.share }) as Record<Rated<F>, typeof rowField.share>
const share = <F extends string, N extends string>(field: F, label: string, of: N) => ({ label, unit: 'share', numerator: field, denominator: of, low: `${field}_low`, high: `${field}_high` }) as const

const rated = <F extends string>(field: F, n: number, of: number) => {
  const found = wilson(n, of)
  return { [`${field}_rate`]: found?.p ?? null, [`${field}_low`]: found?.low ?? null, [`${field}_high`]: found?.high ?? null } as Record<Rated<F>, number | null>
}

export const journeySteps = defineReport({
  name: 'journey-steps',
  title: 'What happened on each step',
  definition: 'Interactions of the window at the touchpoint each step is bound to. Results: at moments that matter those of the moments, recorded or set by the touchpoint’s rule, as on the Moments page (known customers; a segment’s are those who were in it on the day); elsewhere as recorded. Where only failures are known (`failures_only`), by the touchpoint’s rule or because nothing else was recorded, their share says nothing and is null. `share`: of the interactions of all steps of the map, a touchpoint that stands in several steps counted once; messages of ours (`messages`) are among them. `customers`: distinct known customers. `left_rate`: of each customer’s first moment at the touchpoint whose effect window is over, the share followed by leaving within it: associated with, never because. `median_hours_to_next`: each time a customer went on to another step of the map, whether later or earlier on it, from the last interaction of their visit, messages we sent left aside as in the paths; after a pause longer than `gap_days` it is another path, and nobody went on. A segment’s interactions are those of customers who were in it on the day. `breaches`: issues that closed in the window against a channel rule of the touchpoint, null where none closed under one; an issue has no one channel, so with `channel` they are not told. The class decides what else is measured: of an efficient touchpoint the mean customer effort score (more is easier), beside its targets; of a moment that matters the median hours from unhappiness to our first act (Kaplan–Meier, those still waiting included).',
  parameters: z.object({ ...windowParameters, compare: parameter.compare, journey: filterParameters.journey, channel: filterParameters.channel, segment: filterParameters.segment, gap_days: caseParameters.gap_days }),
  row: z.object({
    journey: z.string().describe('Slug of the map.'), phase: z.string(), when: z.enum(JOURNEY_WHEN), step: z.string().describe('Id of the step within its map.'), label: rowField.label, position: rowField.count,
    touchpoint: z.string().nullable().describe('Slug; null: the step is not bound to the record.'),
    interactions: rowField.count, all_interactions: rowField.count, share: rowField.share, customers: rowField.count.nullable().describe('Null where the window is too large to count them.'),
    messages: rowField.count.describe('Of the interactions, messages of ours: customers did not come here.'),
    failed: rowField.count, met: rowField.count, exceeded: rowField.count, with_result: rowField.count, failures_only: z.boolean().describe('Only failures are known here: no share of them is told.'), failed_rate: rowField.share.describe('Null where only failures are known.'), failed_low: rowField.share, failed_high: rowField.share, ...rate('exceeded'),
    moments: rowField.count.describe('Customers’ first moments here whose window is over.'), left: rowField.count, ...rate('left'),
    spent_less: rowField.count, ...rate('spent_less'), advocated: rowField.count.describe('Recommended us within the window.'), ...rate('advocated'),
    onward: rowField.count.nullable().describe('Times a customer went on to another step; messages of ours are no step they go to.'), median_hours_to_next: z.number().nullable(),
    mean_minutes: z.number().nullable(), timed: rowField.count, breaches: rowField.count.nullable().describe('Null: no issue closed under a channel rule here, or one channel is asked for.'),
    class: z.enum(TOUCHPOINT_CLASSES).nullable().describe('Null: not bound, or no touchpoint of that name is known yet.'), critical: z.boolean(),
    effort: z.number().nullable().describe('Mean customer effort score (CES), more is easier; efficient touchpoints only.'), efforts: rowField.count, effort_scale: z.string().nullable(),
    unhappy: rowField.count.nullable().describe('Failed or with an impression below 0; of moments that matter alone.'), acted: rowField.count.nullable(), action_hours: z.number().nullable().describe('Median; null where fewer than half were acted upon.'),
    target_minutes: z.number().nullable(), target_failed: rowField.share, target_left: rowField.share, target_effort: z.number().nullable(), target_action_hours: z.number().nullable(),
  }),
  keys: ['journey', 'step'],
  figures: {
    interactions: { label: 'Interactions', unit: 'count' }, all_interactions: { label: 'Interactions on the map', unit: 'number' }, share: { label: 'Share of the map’s interactions', unit: 'share', numerator: 'interactions', denominator: 'all_interactions' },
    messages: { label: 'Of them messages of ours', unit: 'count', of: 'interactions' }, customers: { label: 'Customers', unit: 'count' }, failed: { label: 'Failed', unit: 'count' }, met: { label: 'Met', unit: 'count' }, exceeded: { label: 'Exceeded', unit: 'count' }, with_result: { label: 'With a result', unit: 'count' },
    failed_rate: { label: 'Share failed', unit: 'share', numerator: 'failed', denominator: 'with_result', low: 'failed_low', high: 'failed_high' },
    moments: { label: 'First moments with an effect', unit: 'count' }, left: { label: 'Left afterwards', unit: 'count' }, spent_less: { label: 'Spent less afterwards', unit: 'count' }, advocated: { label: 'Recommended us afterwards', unit: 'count' }, left_rate: share('left', 'Share who left afterwards', 'moments'),
    exceeded_rate: share('exceeded', 'Share exceeded', 'with_result'), spent_less_rate: share('spent_less', 'Share who spent less afterwards', 'moments'), advocated_rate: share('advocated', 'Share who recommended us afterwards', 'moments'),
    onward: { label: 'Went on to another step', unit: 'number' }, median_hours_to_next: { label: 'Median time to another step of the map', unit: 'hours', n: 'onward' },
    mean_minutes: { label: 'Mean duration', unit: 'minutes', n: 'timed' }, timed: { label: 'With a duration', unit: 'number' }, breaches: { label: 'Channel rule breaches', unit: 'count' },
    effort: { label: 'Mean customer effort score (CES)', unit: 'number', n: 'efforts' }, efforts: { label: 'Answers on effort', unit: 'number' }, unhappy: { label: 'Unhappy', unit: 'count' }, acted: { label: 'Acted upon', unit: 'number' }, action_hours: { label: 'Median time to our first act', unit: 'hours', n: 'unhappy' },
    target_minutes: { label: 'Target, minutes', unit: 'number' }, target_failed: { label: 'Target, share failed', unit: 'share' }, target_left: { label: 'Target, share who leave afterwards', unit: 'share' }, target_effort: { label: 'Target, CES at least', unit: 'number' }, target_action_hours: { label: 'Target, time to the first act', unit: 'hours' },
  },
  counts: 'interaction',
  draw: 'table',

  async answer(asked) {
    const steps = await mapSteps(asked, asked.parameters.journey)
    const ids = boundIds(steps)
    if (ids.length === 0) {
      if (steps.length > 0) asked.note('No step is bound to a touchpoint yet: until then nothing of the record can be shown on it.')
      return { rows: steps.map((step) => rowOf(step, {}, 0)) }
    }
    const volumes = await volumesOf(asked, ids)
    const total = (journey: string) => boundIds(steps.filter((step) => step.journey === journey)).reduce((n, id) => n + (volumes.get(id)?.interactions ?? 0), 0)
    const all = [...volumes.values()].reduce((n, v) => n + v.interactions, 0)
    const follow = all <= FOLLOW_BOUND
    if (!follow) asked.note(`Customers and times between steps are counted for up to ${FOLLOW_BOUND.toLocaleString('en')} interactions; narrow the window to see them.`)
    const effects = await effectsOf(asked, ids)
    const byChannel = asked.split.channels !== null
    const breaches = byChannel ? new Map<string, number>() : await breachesByTouchpoint(asked, ids)
    if (byChannel) asked.note('Breaches of channel rules are of issues, whatever channels these had: they are not told for one channel.')
    const held = await heldTo(asked, ids)
    const ofClass = (wanted: Held['class']) => ids.filter((id) => held.get(id)?.class === wanted)
    for (const [id, results] of await resultsOf(asked, ofClass('moment_that_matters'))) volumes.set(id, { ...volumes.get(id) ?? { id, interactions: 0, messages: 0, duration: 0, durations: 0 }, ...results })
    const effort = await effortOf(asked, ofClass('efficient'))
    const action = follow ? await actionOf(asked, ofClass('moment_that_matters')) : new Map<string, Action>()
    const walked = new Map<string, Walked>()
    if (follow) for (const journey of new Set(steps.map((step) => step.journey))) for (const [id, found] of await walkedOn(asked, asked.parameters.gap_days, boundIds(steps.filter((s) => s.journey === journey)))) walked.set(`${journey} ${id}`, found)
    return {
      rows: steps.map((step) => {
        const id = step.touchpointId ?? ''
        const found: Found = {
          volume: volumes.get(id), effects: effects.get(id), held: held.get(id), effort: effort.get(id), action: follow && held.get(id)?.class === 'moment_that_matters' ? (action.get(id) ?? UNTOUCHED) : undefined, breaches: breaches.get(id) ?? null,
          ...(follow ? { walked: walked.get(`${step.journey} ${id}`) ?? NOBODY } : {}),
        }
        return rowOf(step, found, total(step.journey))
      }),
      statistics: { interactions: all },
    }
  },

  async population(asked, { row, field }) {
    const step = (await mapSteps(asked, asked.parameters.journey)).find((one) => one.journey === row.journey && one.step === row.step)
    if (!step?.touchpointId) return null
    const here = sql`${interactionsInView(within(asked))} and i.touchpoint_id = ${step.touchpointId}::uuid`
    if (field === 'customers') {
      return { of: 'customer', field, where: sql`c.id in (select p.customer_id from interactions i join profiles p on p.organisation_id = i.organisation_id and p.id = i.profile_id
        left join customers c on c.organisation_id = p.organisation_id and c.id = p.customer_id where i.organisation_id = ${asked.ctx.org.id} and ${here})` }
    }
    const one = [step.touchpointId]
    if (field === 'breaches') return { of: 'issue', field, where: sql`iss.id in (with ${judgedIssues(asked)} select issue_id from judged where touchpoint_id = ${step.touchpointId}::uuid and breached)` }
    if (field === 'unhappy') return { of: 'interaction', field, where: sql`i.id in (select u.id from ${unhappyAt(asked, one)} u)` }
    if (field === 'efforts' || field === 'effort') return { of: 'response', field, where: askedOfEffort(asked, one) }
    const effect = { moments: sql`true`, left: sql`f.effect = 'left'`, spent_less: sql`f.effect = 'spent_less'`, advocated: sql`f.advocated` }[field]
    if (effect) return { of: 'moment', field, where: sql`m.interaction_id in (select f.interaction_id from ${firstMoments(asked, one, inParts(sql`m.channel_id`, asked.split.channels))} f where ${effect})` }
    const results = field === 'with_result' ? sql`m.result is not null` : field === 'failed' || field === 'met' || field === 'exceeded' ? sql`m.result = ${field}` : null
    if (results && (await heldTo(asked, one)).get(step.touchpointId)?.class === 'moment_that_matters') return { of: 'moment', field, where: sql`${inView(within(asked))} and m.touchpoint_id = ${step.touchpointId}::uuid and ${results}` }
    if (field === 'failed' || field === 'met' || field === 'exceeded') return { of: 'interaction', field, where: sql`${here} and i.result = ${field}` }
    if (field === 'with_result') return { of: 'interaction', field, where: sql`${here} and i.result is not null` }
    if (field === 'messages') return { of: 'interaction', field, where: sql`${here} and i.direction = 'message'` }
    return field === 'interactions' ? { of: 'interaction', field, where: here } : null
  },
})

type Question = Asked<unknown>
type Volume = { id: string; interactions: number; messages: number; failed: number; met: number; exceeded: number; duration: number; durations: number }
type Walked = { id: string; customers: number; onward: number; median: number | null }
const UNTOUCHED: Action = { unhappy: 0, acted: 0, hours: null }
const NOBODY: Walked = { id: '', customers: 0, onward: 0, median: null }

/** The steps decide which touchpoints are counted; the journey's own filter would say it twice. */
const within = (asked: Question): Question => ({ ...asked, split: { ...asked.split, touchpoints: null } })
const uuids = (ids: readonly string[]) => sql`${sql.param(ids)}::uuid[]`

/** What was found at a step's touchpoint; without `walked` nobody was followed. */
type Found = { volume?: Volume | undefined; effects?: Effects | undefined; walked?: Walked; held?: Held | undefined; effort?: Effort | undefined; action?: Action | undefined; breaches?: number | null }

function rowOf(step: MapStep, { volume, effects, walked, held, effort, action, breaches = null }: Found, all: number) {
  const { failed = 0, met = 0, exceeded = 0, interactions = 0, messages = 0, duration = 0, durations = 0 } = volume ?? {}
  const results = failed + met + exceeded
  const failuresOnly = results > 0 && ((held?.class === 'moment_that_matters' && held.failures_only) || onlyFailures({ known: results, failed }))
  const bad = failuresOnly ? null : wilson(failed, results)
  const { moments = 0, left = 0, spent_less = 0, advocated = 0 } = effects ?? {}
  return {
    journey: step.journey, phase: step.phase, when: JOURNEY_WHEN.find((when) => when === step.when) ?? 'during', step: step.step, label: step.label, position: step.position, touchpoint: step.touchpoint,
    interactions, all_interactions: all, share: step.touchpointId !== null && all > 0 ? interactions / all : null, customers: step.touchpointId === null ? 0 : (walked?.customers ?? null),
    messages, failed, met, exceeded, with_result: results, failures_only: failuresOnly, failed_rate: bad?.p ?? null, failed_low: bad?.low ?? null, failed_high: bad?.high ?? null, ...rated('exceeded', exceeded, results),
    moments, left, ...rated('left', left, moments), spent_less, ...rated('spent_less', spent_less, moments), advocated, ...rated('advocated', advocated, moments),
    onward: step.touchpointId === null ? 0 : (walked?.onward ?? null), median_hours_to_next: walked?.median ?? null, mean_minutes: durations > 0 ? duration / durations / 60 : null, timed: durations, breaches: step.touchpointId === null ? null : breaches,
    class: held?.class ?? null, critical: held?.critical ?? false, effort: effort?.effort ?? null, efforts: effort?.efforts ?? 0, effort_scale: effort?.scale ?? null,
    unhappy: action?.unhappy ?? null, acted: action?.acted ?? null, action_hours: action?.hours ?? null,
    target_minutes: held?.target_minutes ?? null, target_failed: held?.target_failed ?? null, target_left: held?.class === 'moment_that_matters' ? held.target_left : null, target_effort: held?.target_effort ?? null, target_action_hours: held?.target_action_hours ?? null,
  }
}

/** From the roll-ups: the cost does not depend on how much is recorded. */
async function volumesOf({ ctx, tx, window, split }: Question, ids: string[]): Promise<Map<string, Volume>> {
  const { segment } = split
  const found = await tx.execute<Volume>(sql`
    select touchpoint_id::text as id, sum(interactions)::float8 as interactions, coalesce(sum(interactions) filter (where direction = 'message'), 0)::float8 as messages, sum(failed)::float8 as failed, sum(met)::float8 as met, sum(exceeded)::float8 as exceeded, sum(duration_s)::float8 as duration, sum(durations)::float8 as durations
    from ${segment ? sql`rollup_segment_daily` : sql`rollup_daily`} where organisation_id = ${ctx.org.id} and day >= ${window.from}::date and day < ${window.to}::date and touchpoint_id = any(${uuids(ids)})
      ${segment ? sql`and segmentation_id = ${segment.segmentation.id} and segment_id = ${segment.segmentId}` : sql``} and ${inParts(sql`channel_id`, split.channels)}
    group by 1`)
  return new Map(found.rows.map((row) => [row.id, row]))
}

/** Of moments that matter: what the Moments page says of them. */
async function resultsOf(asked: Question, ids: readonly string[]): Promise<Map<string, Pick<Volume, 'failed' | 'met' | 'exceeded'>>> {
  if (ids.length === 0) return new Map()
  const found = await asked.tx.execute<{ id: string; failed: number; met: number; exceeded: number }>(sql`
    select m.touchpoint_id::text as id, (count(*) filter (where m.result = 'failed'))::float8 as failed, (count(*) filter (where m.result = 'met'))::float8 as met, (count(*) filter (where m.result = 'exceeded'))::float8 as exceeded
    from moments m where m.organisation_id = ${asked.ctx.org.id} and m.touchpoint_id = any(${uuids(ids)}) and ${inView(within(asked))} group by 1`)
  const none = { failed: 0, met: 0, exceeded: 0 }
  return new Map(ids.map((id) => [id, found.rows.find((row) => row.id === id) ?? none]))
}

async function effectsOf(asked: Question, ids: string[]): Promise<Map<string, Effects>> {
  const found = await asked.tx.execute<Effects>(sql`
    select touchpoint_id::text as id, count(*)::int as moments, (count(*) filter (where effect = 'left'))::int as left, (count(*) filter (where effect = 'spent_less'))::int as spent_less, (count(*) filter (where advocated))::int as advocated
    from ${firstMoments(asked, ids, inParts(sql`m.channel_id`, asked.split.channels))} f group by 1`)
  return new Map(found.rows.map((row) => [row.id, row]))
}

/**
 * Who was at the touchpoints of one map, and how long they took to the next of them: one reading of the window for both;
 * who comes after a longer pause did not go on. To messages of ours nobody goes, as in the paths: they are walked apart, and not told.
 */
async function walkedOn(asked: Question, gapDays: number, ids: string[]): Promise<Map<string, Walked>> {
  if (ids.length === 0) return new Map()
  const onward = sql`not message and next <> id and hours <= ${gapDays * 24}`
  const found = await asked.tx.execute<Walked>(sql`
    select id, count(distinct customer_id)::int as customers, (count(*) filter (where ${onward}))::int as onward, percentile_cont(0.5) within group (order by hours) filter (where ${onward}) as median from (
      select p.customer_id, i.touchpoint_id::text as id, i.direction = 'message' as message, lead(i.touchpoint_id::text) over w as next, extract(epoch from lead(i.occurred_at) over w - i.occurred_at)::float8 / 3600 as hours
      from interactions i join profiles p on p.organisation_id = i.organisation_id and p.id = i.profile_id
      left join customers c on c.organisation_id = p.organisation_id and c.id = p.customer_id
      where i.organisation_id = ${asked.ctx.org.id} and i.touchpoint_id = any(${uuids(ids)}) and p.customer_id is not null and ${interactionsInView(within(asked))}
      window w as (partition by p.customer_id, i.direction = 'message' order by ${BY_TIME})) walked
    group by 1`)
  return new Map(found.rows.map((row) => [row.id, row]))
}
