import type { Tx } from '@/db/client'
import { requireCapability, writing, type OrgCtx } from '../../context'
import { horizon, segmentNames, type TiersDefinition } from '../../domain/segments/definition'
import { localDayOf } from '../../domain/time/local-day'
import { recordedDays } from '../../queries/customer-value'
import { judgedFrom } from '../../queries/segment-begin'
import { defineTiersInput, type DefineTiersInput } from '../../schemas/segments'
import { minorOf } from '../catalogue/minor-of'
import { create, redefine, rowToChange, type Segmentation } from './save'

/**
 * Creates value tiers, or redefines those with the given slug. A redefinition holds from today on (where the data ended
 * earlier, from its end on): cutting again never changes a past period. Memberships follow by a job. Editors;
 * an unknown slug is `not_found`, a name whose slug is taken `conflict`.
 */
export async function defineValueTiers(ctx: OrgCtx, input: DefineTiersInput): Promise<{ slug: string; version: number }> {
  requireCapability(ctx, 'edit')
  const { slug: wanted, name, window_days: windowDays, cut, basis, tiers } = defineTiersInput.parse(input)
  const definition: TiersDefinition = {
    kind: 'value_tiers', windowDays, cut, basis, tiers: cut === 'thresholds' ? tiers.map((t, i) => ({ name: t.name, at: minorOf(t.at, ctx.org.currency, `tiers[${i}].at`) })) : tiers,
  }
  const names = segmentNames(definition)
  return writing(ctx, async (tx, w) => {
    const { slug, before } = await rowToChange(tx, ctx, wanted, name, 'value_tiers')
    const saved = before ? await redefine(tx, ctx, before, name, { ...definition, since: await sinceOf(tx, ctx, before, definition) }, names, sameTiers(before, definition)) : await create(tx, ctx, slug, name, definition, names)
    await w.audit({ action: before ? 'segmentation.redefined' : 'segmentation.created', subject: 'segmentation', subjectId: saved.id, detail: { slug, name, ...definition } })
    w.publish('segments')
    return { slug, version: saved.version }
  })
}

/** The day a redefinition holds from. Never cut yet: there is no past to keep. */
async function sinceOf(tx: Tx, ctx: OrgCtx, before: Segmentation, definition: TiersDefinition): Promise<string | null> {
  const today = localDayOf(ctx.now.getTime(), ctx.org.timezone)
  return before.computedAt === null ? before.definition.since ?? null : judgedFrom(tx, ctx.org, definition, horizon(await recordedDays(tx, ctx.org, today), today))
}

function sameTiers({ definition: old }: Segmentation, next: TiersDefinition): boolean {
  const said = (d: TiersDefinition) => JSON.stringify([d.windowDays, d.cut, d.basis ?? 'historic', d.tiers.map((t) => [t.name, t.at])])
  return old.kind === 'value_tiers' && said(old) === said(next)
}
