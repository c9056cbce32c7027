import { z } from 'zod'
import { describeReport, reportRows } from '../reports/answer'
import { presentAnswer } from './shared-answers'
import { orgProcedure, router } from './trpc'

const scalar = z.union([z.string(), z.number(), z.boolean(), z.null()])
const parameters = z.record(z.string(), scalar.optional())

export const reportsRouter = router({
  answer: orgProcedure.input(z.object({ name: z.string(), parameters })).query(({ ctx, input }) => presentAnswer(ctx, ctx.instance.live, input.name, input.parameters)),
  describe: orgProcedure.input(z.object({ name: z.string() })).query(({ input }) => describeReport(input.name)),
  rows: orgProcedure
    .input(z.object({ name: z.string(), parameters, row: z.record(z.string(), z.string()), field: z.string(), limit: z.number().int().min(1).max(200).default(50), offset: z.number().int().min(0).default(0) }))
    .query(({ ctx, input }) => reportRows(ctx, input.name, input.parameters, { row: input.row, field: input.field }, { limit: input.limit, offset: input.offset })),
})
