import { TRPCError } from '@trpc/server'
import type { Outcome } from '@/components/people/outcome'

/** A procedure's answer for a form: what a person can mend is returned; what they cannot is thrown, and logged by Next. */
export async function outcomeOf<T>(call: Promise<T>): Promise<Outcome<T>> {
  try {
    return { ok: true, value: await call }
  } catch (error) {
    if (!(error instanceof TRPCError) || error.code === 'INTERNAL_SERVER_ERROR') throw error
    const places = error.cause && 'places' in error.cause ? (error.cause.places as { field: string; reason: string }[]) : []
    return { ok: false, message: error.message, places }
  }
}
