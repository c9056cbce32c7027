import type { z } from 'zod'
import type { OrgCtx } from '../../context'
import { answerInput } from '../../schemas/plans'
import { changePlan } from './change-plan'

/** Answers one of a plan's questions; “don't know yet” is an answer. Editors. */
export async function answerQuestion(ctx: OrgCtx, input: z.input<typeof answerInput>): Promise<void> {
  const { plan, question, text, unknown, picks } = answerInput.parse(input)
  await changePlan(ctx, plan, (row) => ({ set: { answers: { ...row.answers, [question]: { text: unknown ? '' : text, unknown, picks: unknown ? [] : picks } } }, audit: { action: 'plan.answered', detail: { question, unknown } } }))
}
