import { unlocksOf } from '../queries/unlocks'
import { orgProcedure } from './trpc'

export const unlocks = orgProcedure.query(({ ctx }) => unlocksOf(ctx))
