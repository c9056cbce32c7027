import { randomUUID } from 'node:crypto'
import { and, eq, inArray, isNotNull, isNull } from 'drizzle-orm'
import type { z } from 'zod'
import { customerNotes } from '@/db/schema'
import type { Tx } from '@/db/client'
import { requireCapability, writing, type OrgCtx } from '../../context'
import { notFound } from '../../errors'
import { knownCustomer, profilesOf } from '../../queries/customer-page-ids'
import { addNoteInput, changeNoteInput, rememberInput, removeNoteInput } from '../../schemas/identity'

const within = async (tx: Tx, ctx: OrgCtx, customer: string) => and(eq(customerNotes.organisationId, ctx.org.id), inArray(customerNotes.profileId, await profilesOf(tx, ctx, await knownCustomer(tx, ctx, customer))))

/** Writes down a small thing to remember about a customer. Editors; an unknown customer is `not_found`. */
export async function addNote(ctx: OrgCtx, input: z.input<typeof addNoteInput>): Promise<{ id: string }> {
  requireCapability(ctx, 'edit')
  const { customer, text } = addNoteInput.parse(input)
  return writing(ctx, async (tx, w) => {
    const profileId = await knownCustomer(tx, ctx, customer)
    const id = randomUUID()
    await tx.insert(customerNotes).values({ organisationId: ctx.org.id, profileId, id, text, createdAt: ctx.now, changedAt: ctx.now, changedBy: ctx.actor.label })
    await w.audit({ action: 'customer.noted', subject: 'customer', subjectId: profileId, detail: { note: id } })
    w.publish('customers')
    return { id }
  })
}

/** Says it otherwise. Editors; an unknown note is `not_found`. */
export async function changeNote(ctx: OrgCtx, input: z.input<typeof changeNoteInput>): Promise<void> {
  requireCapability(ctx, 'edit')
  const { customer, note, text } = changeNoteInput.parse(input)
  await writing(ctx, async (tx, w) => {
    const [row] = await tx.update(customerNotes).set({ text, changedAt: ctx.now, changedBy: ctx.actor.label }).where(and(await within(tx, ctx, customer), eq(customerNotes.id, note), isNull(customerNotes.attribute))).returning({ profileId: customerNotes.profileId })
    if (!row) throw notFound('note')
    await w.audit({ action: 'customer.note_changed', subject: 'customer', subjectId: row.profileId, detail: { note } })
    w.publish('customers')
  })
}

/** Takes a note away. Editors; an unknown note is `not_found`. */
export async function removeNote(ctx: OrgCtx, input: z.input<typeof removeNoteInput>): Promise<void> {
  requireCapability(ctx, 'edit')
  const { customer, note } = removeNoteInput.parse(input)
  await writing(ctx, async (tx, w) => {
    const [row] = await tx.delete(customerNotes).where(and(await within(tx, ctx, customer), eq(customerNotes.id, note), isNull(customerNotes.attribute))).returning({ profileId: customerNotes.profileId })
    if (!row) throw notFound('note')
    await w.audit({ action: 'customer.note_removed', subject: 'customer', subjectId: row.profileId, detail: { note } })
    w.publish('customers')
  })
}

/** Shows an attribute among the things to remember about a customer, or no more. Editors. Saying it twice changes nothing. */
export async function rememberAttribute(ctx: OrgCtx, input: z.input<typeof rememberInput>): Promise<void> {
  requireCapability(ctx, 'edit')
  const { customer, attribute, remember } = rememberInput.parse(input)
  await writing(ctx, async (tx, w) => {
    const profileId = await knownCustomer(tx, ctx, customer)
    const mine = and(await within(tx, ctx, customer), isNotNull(customerNotes.attribute), eq(customerNotes.attribute, attribute))
    if (!remember) await tx.delete(customerNotes).where(mine)
    else if ((await tx.select({ id: customerNotes.id }).from(customerNotes).where(mine).limit(1)).length === 0) {
      await tx.insert(customerNotes).values({ organisationId: ctx.org.id, profileId, id: randomUUID(), attribute, createdAt: ctx.now, changedAt: ctx.now, changedBy: ctx.actor.label })
    }
    await w.audit({ action: remember ? 'customer.attribute_remembered' : 'customer.attribute_forgotten', subject: 'customer', subjectId: profileId, detail: { attribute } })
    w.publish('customers')
  })
}
