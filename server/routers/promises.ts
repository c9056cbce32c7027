import { listPromises } from '../queries/promises'
import { changePromisesInput, listPromisesInput, makePromiseInput, promiseRefs, withdrawPromisesInput } from '../schemas/promises'
import { changePromises } from '../services/promises/change-promises'
import { keepPromises } from '../services/promises/keep-promises'
import { makePromise } from '../services/promises/make-promise'
import { reopenPromises } from '../services/promises/reopen-promises'
import { withdrawPromises } from '../services/promises/withdraw-promises'
import { orgProcedure, router } from './trpc'

export const promisesRouter = router({
  list: orgProcedure.input(listPromisesInput).query(({ ctx, input }) => listPromises(ctx, input)),
  make: orgProcedure.input(makePromiseInput).mutation(({ ctx, input }) => makePromise(ctx, input)),
  keep: orgProcedure.input(promiseRefs).mutation(({ ctx, input }) => keepPromises(ctx, input)),
  withdraw: orgProcedure.input(withdrawPromisesInput).mutation(({ ctx, input }) => withdrawPromises(ctx, input)),
  reopen: orgProcedure.input(promiseRefs).mutation(({ ctx, input }) => reopenPromises(ctx, input)),
  change: orgProcedure.input(changePromisesInput).mutation(({ ctx, input }) => changePromises(ctx, input)),
})
