import { z } from 'zod'

const id = z.string().trim().min(1).max(200)

export const mergeInput = z.strictObject({ from: id.describe('Whose id stays known, but who is no customer of their own any more.'), into: id })
export const unmergeInput = z.strictObject({ merge: z.int().min(1) })
export const tellApartInput = z.strictObject({ customers: z.tuple([id, id]) })
// Not strict: a paged query sends its direction along.
export const duplicatesInput = z.object({ by: z.enum(['email', 'name']).default('email'), cursor: z.string().max(2000).nullish() })
export type DuplicatesInput = z.output<typeof duplicatesInput>
export const mergesInput = z.strictObject({ cursor: z.int().min(1).nullish(), customer: id.optional() })

export const addNoteInput = z.strictObject({ customer: id, text: z.string().trim().min(1, 'must not be empty').max(2000) })
export const changeNoteInput = z.strictObject({ customer: id, note: z.uuid(), text: z.string().trim().min(1, 'must not be empty').max(2000) })
export const removeNoteInput = z.strictObject({ customer: id, note: z.uuid() })
export const rememberInput = z.strictObject({ customer: id, attribute: z.string().min(1).max(200), remember: z.boolean() })

export type MergedValue = string | number | boolean | null
export type MergedField = { field: string; from: MergedValue; into: MergedValue; merged: MergedValue; /** Whose word stands; `both` where they say the same. */ wins: 'from' | 'into' | 'both' }
export type MergePreview = { from: string; into: string; fields: MergedField[]; /** Records per table that will be the other's. */ moves: Record<string, number> }
