import { listKeys } from '../queries/keys'
import { createKeyInput } from '../schemas/keys'
import { z } from 'zod'
import { createKey } from '../services/keys/create'
import { revokeKey } from '../services/keys/revoke'
import { orgProcedure, router } from './trpc'

export const keysRouter = router({
  list: orgProcedure.query(({ ctx }) => listKeys(ctx)),
  create: orgProcedure.input(createKeyInput).mutation(({ ctx, input }) => createKey(ctx, input)),
  revoke: orgProcedure.input(z.strictObject({ id: z.string() })).mutation(({ ctx, input }) => revokeKey(ctx, input)),
})
