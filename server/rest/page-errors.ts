import { notFound, redirect } from 'next/navigation'
import { TRPCError } from '@trpc/server'
import { NO_SECOND_FACTOR, TouchstoneError } from '../errors'

/** Turns a procedure's "not found" into Next's page for it, an ended session into a visit to sign-in, and a second factor that is asked for into its set-up, which leads back to `to`. */
export async function notFoundAsPage<T>(call: Promise<T>, to = '/'): Promise<T> {
  try {
    return await call
  } catch (error) {
    if (error instanceof TRPCError && error.code === 'NOT_FOUND') notFound()
    if (error instanceof TRPCError && error.code === 'UNAUTHORIZED') redirect('/sign-in')
    if (error instanceof TRPCError && error.cause instanceof TouchstoneError && error.cause.places.some(({ field }) => field === NO_SECOND_FACTOR)) redirect(`/second-factor?to=${encodeURIComponent(to)}`)
    throw error
  }
}
