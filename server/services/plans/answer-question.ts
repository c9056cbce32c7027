import type { z } from 'zod'
import type { OrgCtx } from '../../context'
import { sameAnswer } from '../../domain/plans/steps'
import { TouchstoneError } from '../../errors'
import { answerInput } from '../../schemas/plans'
import { changePlan } from './change-plan'

/**
 * Answers one of a plan's questions; “don't know yet” is an answer. Editors; begun from another answer than the present one it is
 * `conflict`, so that nobody's words are overwritten unseen. What is replaced stays in the trail.
 */
export async function answerQuestion(ctx: OrgCtx, input: z.input<typeof answerInput>): Promise<void> {
  const { plan, question, text, unknown, picks, was } = answerInput.parse(input)
  const wanted = { text: unknown ? '' : text, unknown, picks: unknown ? [] : picks }
  await changePlan(ctx, plan, (row) => {
    const before = row.answers[question]
    // Sent once more because the first answer to it was lost on the way, it is the same.
    if (!sameAnswer(before, was) && !sameAnswer(before, wanted)) throw new TouchstoneError('conflict', `${before?.by ?? 'Somebody'} has answered this question meanwhile. Look at it again, then say yours.`)
    const replaced = before && !sameAnswer(before, wanted) ? { replaced: { text: before.text, unknown: before.unknown, picks: before.picks, by: before.by ?? null } } : {}
    return { set: { answers: { ...row.answers, [question]: { ...wanted, by: ctx.actor.label } } }, audit: { action: 'plan.answered', detail: { question, unknown, ...replaced } } }
  })
}
