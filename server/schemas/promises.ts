import { z } from 'zod'
import { WITHDRAWN_BY } from '@/db/vocabulary'

const id = z.string().trim().min(1).max(200)
const owner = z.string().trim().max(200)

/** A promise is named by the sender's id and source; made by hand its source is `touchstone`. */
export const promiseRef = z.strictObject({ id, source: z.string().min(1).max(200) })
export const HAND_SOURCE = 'touchstone'
/** As many as one looks through at once. */
const MOST_AT_ONCE = 200
/** The promises somebody has done something about: one, or a whole page of them. */
export const promiseRefs = z.strictObject({ promises: z.array(promiseRef).min(1, 'names no promise').max(MOST_AT_ONCE, `names more than ${MOST_AT_ONCE} promises`) })

export const makePromiseInput = z.strictObject({
  customer: id, text: z.string().trim().min(1, 'say what was promised').max(2000), due: z.string().trim().min(1, 'say by when').max(100).describe('In words, such as “tomorrow 5pm”.'),
  owner: owner.optional().describe('Who will do it; without it, whoever enters it.'), team: owner.optional(),
  /** Chosen by the form, so that a line sent twice is one promise. */
  id: z.uuid().optional(),
})
export const withdrawPromisesInput = promiseRefs.extend({ by: z.enum(WITHDRAWN_BY) })
export const changePromisesInput = promiseRefs.extend({ owner: owner.nullable().optional(), due: z.string().trim().min(1).max(100).optional(), text: z.string().trim().min(1).max(2000).optional() })

export const PROMISE_VIEWS = ['open', 'overdue', 'due_today', 'due_later', 'done'] as const
/** By the clock, or by what the customer is predicted to bring (what they brought in twelve months where nothing is predicted). */
export const PROMISE_ORDERS = ['clock', 'value'] as const
/** Made to somebody who is a customer, or who has left (or lapsed) meanwhile. */
export const PROMISE_TO = ['all', 'with_us', 'left'] as const
export const listPromisesInput = z.strictObject({
  view: z.enum(PROMISE_VIEWS).default('open'), owner: z.enum(['all', 'mine', 'nobody']).default('all'), team: owner.min(1).optional(), to: z.enum(PROMISE_TO).default('all'), order: z.enum(PROMISE_ORDERS).default('clock'), customer: id.optional(), limit: z.number().int().min(1).max(200).default(50), offset: z.number().int().min(0).default(0),
})

export type MakePromiseInput = z.input<typeof makePromiseInput>
export type ListPromisesInput = z.output<typeof listPromisesInput>
export type PromiseView = (typeof PROMISE_VIEWS)[number]
