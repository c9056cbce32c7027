import type { z } from 'zod'
import { recoveryActs } from '@/db/schema'
import { requireCapability, type OrgCtx } from '../../context'
import { roleOf } from '../../queries/recovery-budget'
import { noteSentInput } from '../../schemas/recovery'
import { aboutCase, recordAct } from './act'

/**
 * Records that a note went out to the customer of a case, open or closed: an act on the case, and a message of ours with
 * its words in the customer's story. Editors; `not_found` for an unknown case, `invalid` naming the field.
 */
export async function noteSent(ctx: OrgCtx, input: z.input<typeof noteSentInput>): Promise<{ interaction: string }> {
  requireCapability(ctx, 'edit')
  const { case: id, channel, subject, text } = noteSentInput.parse(input)
  const about = await aboutCase(ctx, id, channel)
  return recordAct(ctx, about, { channel, what: `${subject}\n\n${text}`, goodwill: 0, outcome: null }, async (tx, interaction) => {
    await tx.insert(recoveryActs).values({ organisationId: ctx.org.id, profileId: about.profileId, id: interaction, caseId: id, at: ctx.now, actorId: ctx.actor.id, actorLabel: ctx.actor.label, role: roleOf(ctx), what: `Wrote to them: “${subject}”`, goodwill: 0 })
    return { action: 'recovery.note_sent', detail: { case: id, channel, subject } }
  })
}
