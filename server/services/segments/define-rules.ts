import { requireCapability, writing, type OrgCtx } from '../../context'
import { withMoney, type Rules } from '../../domain/segments/conditions'
import { segmentNames } from '../../domain/segments/definition'
import { judgedFrom } from '../../queries/segment-begin'
import { judgementDay } from '../../queries/segment-preview'
import { defineRulesInput, storedRules, type DefineRulesInput } from '../../schemas/segment-rules'
import { minorOf } from '../catalogue/minor-of'
import { create, redefine, rowToChange, type Segmentation } from './save'

/**
 * Creates a segmentation by rules, or redefines the one with the given slug. A redefinition holds from the day after
 * the newest record on (tomorrow, where records arrive daily): past periods keep the segments they had. Memberships
 * follow by a job. Editors; an unknown slug is `not_found`, a name whose slug is taken `conflict`.
 */
export async function defineRules(ctx: OrgCtx, input: DefineRulesInput): Promise<{ slug: string; version: number }> {
  requireCapability(ctx, 'edit')
  const { slug: wanted, name, template, segments, rest } = defineRulesInput.parse(input)
  const rules: Rules = { kind: 'rules', template, rest, segments: segments.map((s, i) => ({ name: s.name, when: withMoney(s.when, (amount) => minorOf(amount, ctx.org.currency, `segments[${i}].when`)) })) }
  return writing(ctx, async (tx, w) => {
    const { slug, before } = await rowToChange(tx, ctx, wanted, name, 'rules')
    const definedOn = await judgementDay(tx, ctx)
    const names = segmentNames(rules)
    const saved = before ? await redefine(tx, ctx, before, name, { ...rules, definedOn, since: before.computedAt === null ? before.definition.since ?? null : await judgedFrom(tx, ctx.org, rules, definedOn) }, names, sameRules(before, rules)) : await create(tx, ctx, slug, name, { ...rules, definedOn }, names)
    await w.audit({ action: before ? 'segmentation.redefined' : 'segmentation.created', subject: 'segmentation', subjectId: saved.id, detail: { slug, name, ...rules } })
    w.publish('segments')
    return { slug, version: saved.version }
  })
}

function sameRules(before: Segmentation, { segments, rest }: Rules): boolean {
  const read = storedRules.safeParse(before.definition)
  return read.success && JSON.stringify([canonical(read.data.segments), read.data.rest]) === JSON.stringify([canonical(segments), rest])
}

/** jsonb keeps keys in its own order: compared by sorted ones. */
function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical)
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(Object.entries(value).filter(([, entry]) => entry !== undefined).toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([key, entry]) => [key, canonical(entry)]))
}
