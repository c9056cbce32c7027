import { notFound, redirect } from 'next/navigation'
import { TRPCError } from '@trpc/server'

/** Turns a procedure's "not found" into Next's page for it, and an ended session into a visit to sign-in. */
export async function notFoundAsPage<T>(call: Promise<T>): Promise<T> {
  try {
    return await call
  } catch (error) {
    if (error instanceof TRPCError && error.code === 'NOT_FOUND') notFound()
    if (error instanceof TRPCError && error.code === 'UNAUTHORIZED') redirect('/sign-in')
    throw error
  }
}
