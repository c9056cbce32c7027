import { notFound, redirect } from 'next/navigation'
import { TRPCError } from '@trpc/server'

/** Turns a procedure's "not found" into Next's page for it, and an ended session into a visit to sign-in. */
export async function notFoundAsPage<T>(call: Promise<T>): Promise<T> {
  return (await nullWhenNotFound(call)) ?? notFound()
}

/** The same for a root layout, which has to draw its own page where there is nothing. */
export async function nullWhenNotFound<T>(call: Promise<T>): Promise<T | null> {
  try {
    return await call
  } catch (error) {
    if (error instanceof TRPCError && error.code === 'NOT_FOUND') return null
    if (error instanceof TRPCError && error.code === 'UNAUTHORIZED') redirect('/sign-in')
    throw error
  }
}
