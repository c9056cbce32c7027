import { z } from 'zod'
import { EVIDENCE, JOURNEY_LEVELS, JOURNEY_WHEN, LANE_KINDS } from '@/db/vocabulary'
import { MOST } from '../domain/journeys/content'
import { MOST_UPDATE } from '../domain/journeys/limits'
import { isLocalDay } from '../domain/time/local-day'
import { nameText, plainText } from './text'

/** Journeys as tRPC, REST and forms see them. */
export const journeyRef = nameText(200).describe('Slug or id of a journey.')
const uuid = z.uuid()
const thing = z.string().regex(/^[A-Za-z0-9_-]{1,40}$/u, 'must be up to 40 letters, digits, _ or -')
const mark = z.int().min(-2).max(2).nullable()
const bytes = z.base64('must be base64').max(Math.ceil((MOST_UPDATE * 4) / 3), 'is too much at once')

export const mapContent = z.strictObject({
  phases: z.array(z.strictObject({ id: thing, name: plainText(MOST.name), when: z.enum(JOURNEY_WHEN) })).max(MOST.phases),
  steps: z.array(z.strictObject({ id: thing, phase: thing, name: plainText(MOST.name), touchpoint: nameText(MOST.name).nullable(), child: uuid.nullable() })).max(MOST.steps),
  lanes: z.array(z.strictObject({ id: thing, kind: z.enum(LANE_KINDS), name: plainText(MOST.name) })).max(MOST.lanes),
  cells: z.array(z.strictObject({ lane: thing, step: thing, text: plainText(MOST.text), evidence: z.enum(EVIDENCE).nullable(), as_is: mark, to_be: mark })).max(MOST.steps * MOST.lanes),
}).superRefine((map, at) => {
  // Of two things with one id only one could be kept, and what hangs on nothing could not be shown: neither is lost in silence.
  const known = { phases: new Map<string, number>(), steps: new Map<string, number>(), lanes: new Map<string, number>() }
  for (const list of ['phases', 'steps', 'lanes'] as const) {
    for (const [index, { id, name }] of map[list].entries()) {
      const first = known[list].get(id)
      if (first === undefined) known[list].set(id, index)
      else at.addIssue({ code: 'custom', path: [list, index, 'id'], message: `“${id}”${name ? ` (“${name}”)` : ''} is the id of number ${first + 1} too` })
    }
  }
  for (const [index, { phase, name }] of map.steps.entries()) if (!known.phases.has(phase)) at.addIssue({ code: 'custom', path: ['steps', index, 'phase'], message: `there is no phase “${phase}” for “${name}”` })
  const cells = new Set<string>()
  for (const [index, { lane, step }] of map.cells.entries()) {
    if (!known.lanes.has(lane)) at.addIssue({ code: 'custom', path: ['cells', index, 'lane'], message: `there is no lane “${lane}”` })
    if (!known.steps.has(step)) at.addIssue({ code: 'custom', path: ['cells', index, 'step'], message: `there is no step “${step}”` })
    if (cells.has(`${lane}:${step}`)) at.addIssue({ code: 'custom', path: ['cells', index], message: `“${lane}” of “${step}” is there twice` })
    cells.add(`${lane}:${step}`)
  }
})

/** What is exported and brought in again. */
export const journeyFile = z.strictObject({
  format: z.literal('touchstone-journey-1'), name: nameText(MOST.name), level: z.enum(JOURNEY_LEVELS), map: mapContent,
}).meta({ id: 'JourneyFile' })
export type JourneyFile = z.output<typeof journeyFile>

/** Why a file is no map that can be brought in, in one sentence with the first place; null where it is one. */
export function faultOfFile(file: unknown): string | null {
  const read = journeyFile.safeParse(file)
  if (read.success) return null
  const whole = z.object({ format: z.literal('touchstone-journey-1') }).safeParse(file)
  if (!whole.success) return 'This file holds no map of Touchstone.'
  const [first, ...more] = read.error.issues
  const [list, index, ...rest] = first?.path[0] === 'map' ? first.path.slice(1) : (first?.path ?? [])
  const where = typeof index === 'number' ? [`${String(list)}, number ${index + 1}`, ...rest.map(String)].join(', ') : String(list ?? 'the file')
  return `Nothing was brought in. In ${where}: ${first?.message ?? 'it is not understood'}.${more.length > 0 ? ` And ${more.length} more.` : ''}`
}

export const createJourneyInput = z.strictObject({
  name: nameText(MOST.name),
  level: z.enum(JOURNEY_LEVELS).default('journey'),
  parent: journeyRef.optional().describe('The map this one is a part of.'),
  template: nameText(100).optional(),
  map: mapContent.optional().describe('Instead of a template: the whole map.'),
}).refine((o) => !(o.template && o.map), { message: 'cannot go with a map of its own', path: ['template'] })
export type CreateJourneyInput = z.input<typeof createJourneyInput>

export const syncInput = z.strictObject({
  journey: uuid, sitting: uuid.describe('Somebody’s work on the map without a long pause.'),
  update: bytes.nullable().describe('What the browser wrote; null: it only asks.'),
  vector: bytes.describe('State vector of the browser’s document: what it has.'),
})
export type SyncInput = z.input<typeof syncInput>

export const updateJourneyInput = z.strictObject({
  journey: journeyRef,
  name: nameText(MOST.name).optional(),
  level: z.enum(JOURNEY_LEVELS).optional(),
  parent: journeyRef.nullable().optional(),
  personas: z.array(uuid).max(20).optional(),
  review_on: z.string().refine(isLocalDay, 'must be a day such as 2026-03-31').nullable().optional(),
  archived: z.boolean().optional(),
}).refine((o) => Object.entries(o).some(([name, v]) => name !== 'journey' && v !== undefined), 'names nothing to change')
export type UpdateJourneyInput = z.input<typeof updateJourneyInput>

export const keepVersionInput = z.strictObject({ journey: journeyRef, name: nameText(MOST.name) })
export const versionInput = z.strictObject({ journey: journeyRef, version: uuid })
export const compareInput = z.strictObject({ journey: journeyRef, from: uuid, to: uuid.nullable().describe('Null: the map as it is now.') })


export const personaInput = z.strictObject({
  id: uuid.optional(), name: nameText(MOST.name), description: plainText(4000).default(''),
  segments: z.array(nameText(200)).max(50).default([]).describe('`segmentation:segment` each.'),
})
export type PersonaInput = z.input<typeof personaInput>

export const channelRuleInput = z.strictObject({
  id: uuid.optional().describe('Of a rule that exists.'),
  touchpoint: nameText(200).describe('Slug.'),
  segment: nameText(200).nullable().default(null).describe('`segmentation:segment`; null: everybody.'),
  required: z.array(nameText(200)).max(20).default([]).describe('Slugs of channels, one of which must be offered.'),
  forbidden: z.array(nameText(200)).max(20).default([]).describe('Slugs of channels on which no message may go out.'),
  note: plainText(1000).default(''),
}).refine(({ required, forbidden }) => required.length + forbidden.length > 0, { message: 'needs at least one channel, here or among the forbidden ones', path: ['required'] })
export type ChannelRuleInput = z.input<typeof channelRuleInput>

const amount = z.number().min(0, 'is negative').max(1e12, 'is larger than any amount here').nullable()
export const touchpointDetailsInput = z.strictObject({
  touchpoint: nameText(200).describe('Slug.'),
  personal: plainText(2000).default('').describe('Which small things must be known about this customer.'),
  unexpected: plainText(2000).default(''),
  investment: plainText(2000).default('').describe('What it takes in time, effort or creativity.'),
  failure_cost: amount.default(null).describe('What getting it wrong once costs, in major units.'),
  target_failed: z.number().min(0).max(1).nullable().default(null).describe('Share that may fail.'),
  target_left: z.number().min(0).max(1).nullable().default(null).describe('Of a moment: share of customers who may leave afterwards.'),
  target_effort: z.number().min(0).max(10).nullable().default(null).describe('Mean CES of at least; more is easier.'),
  target_action_hours: z.number().positive().max(8760).nullable().default(null).describe('Hours from unhappiness to the first act.'),
})
export type TouchpointDetailsInput = z.input<typeof touchpointDetailsInput>
