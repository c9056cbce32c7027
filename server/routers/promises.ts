import { listPromises } from '../queries/promises'
import { changePromiseInput, keepPromiseInput, listPromisesInput, makePromiseInput, promiseRef, withdrawPromiseInput } from '../schemas/promises'
import { changePromise } from '../services/promises/change-promise'
import { keepPromise } from '../services/promises/keep-promise'
import { makePromise } from '../services/promises/make-promise'
import { reopenPromise } from '../services/promises/reopen-promise'
import { withdrawPromise } from '../services/promises/withdraw-promise'
import { orgProcedure, router } from './trpc'

export const promisesRouter = router({
  list: orgProcedure.input(listPromisesInput).query(({ ctx, input }) => listPromises(ctx, input)),
  make: orgProcedure.input(makePromiseInput).mutation(({ ctx, input }) => makePromise(ctx, input)),
  keep: orgProcedure.input(keepPromiseInput).mutation(({ ctx, input }) => keepPromise(ctx, input)),
  withdraw: orgProcedure.input(withdrawPromiseInput).mutation(({ ctx, input }) => withdrawPromise(ctx, input)),
  reopen: orgProcedure.input(promiseRef).mutation(({ ctx, input }) => reopenPromise(ctx, input)),
  change: orgProcedure.input(changePromiseInput).mutation(({ ctx, input }) => changePromise(ctx, input)),
})
