import { TRPCClientError } from '@trpc/client'
import type { AppRouter } from '@/server/routers/app'
import { failureOf } from '../data/trpc'

/** The reasons a refused change gives at one field and what is inside it ("dimensions[2]"), as one sentence each. */
export function reasonsAt(error: unknown, field: string): string | undefined {
  const mine = placesOf(error).filter((place) => place.field === field || place.field.startsWith(`${field}.`) || place.field.startsWith(`${field}[`))
  return mine.length > 0 ? [...new Set(mine.map((place) => sentence(place.reason)))].join(' ') : undefined
}

/** The sentence for the form as a whole: only when none of its fields says what is wrong. */
export function failureBeside(error: unknown, fields: readonly string[]): string | undefined {
  return error && !fields.some((field) => reasonsAt(error, field)) ? failureOf(error) : undefined
}

function placesOf(error: unknown): { field: string; reason: string }[] {
  if (!(error instanceof TRPCClientError)) return []
  const known: TRPCClientError<AppRouter> = error
  return (known.data?.places ?? []).map((place) => ({ ...place, field: place.field.replace(/^patch\./, '') }))
}

/** "is missing" under a field reads "Is missing."; a sentence stays one. */
const sentence = (reason: string) => `${reason.charAt(0).toUpperCase()}${reason.slice(1)}${/[.!?]$/.test(reason) ? '' : '.'}`
