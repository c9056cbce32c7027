import { z } from 'zod'

const said = { error: (issue: { input?: unknown }) => (issue.input === undefined ? 'is required' : 'must be text') }

/**
 * Text a person or a program typed: bounded, without NUL (no database keeps it) and without halves of characters
 * (lone surrogates would silently become other characters).
 */
export const plainText = (most: number) => z.string(said).max(most, `has more than ${most} characters`).refine(storable, 'holds a NUL or half a character')

/** The same, trimmed and not empty. */
export const nameText = (most: number) => z.string(said).trim().min(1, 'is empty').max(most, `has more than ${most} characters`).refine(storable, 'holds a NUL or half a character')

const UNSTORABLE = /[\0\p{Cs}]/u

function storable(text: string): boolean {
  return !UNSTORABLE.test(text)
}
