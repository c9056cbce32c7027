import { sql } from 'drizzle-orm'
import type { z } from 'zod'
import { foldFacts, type Folded } from '../../domain/identity/fold'
import { reading, type OrgCtx } from '../../context'
import { TouchstoneError } from '../../errors'
import { knownCustomer, profilesOf } from '../../queries/customer-page-ids'
import { mergeInput, type MergedField, type MergedValue, type MergePreview } from '../../schemas/identity'
import { readFacts } from '../recording/facts'
import { PLAIN_KINDS, TABLE_OF } from '../recording/tables'
import { uuids } from './keep-merge'

const FIELDS = ['name', 'email', 'acquired_at', 'left_at', 'leave_kind', 'leave_reason']

/** What two customers would be as one, before it is done: each field, whose word stands (the later one's), and how many records move. */
export function previewMerge(ctx: OrgCtx, input: z.input<typeof mergeInput>): Promise<MergePreview> {
  const asked = mergeInput.parse(input)
  return reading(ctx, async (tx) => {
    const [from, into] = [await knownCustomer(tx, ctx, asked.from), await knownCustomer(tx, ctx, asked.into)]
    if (from === into) throw new TouchstoneError('conflict', 'These two are one customer already.')
    const facts = await readFacts(tx, ctx.org.id, 'customer', [from, into])
    const [theirs, ours] = [facts.get(from) ?? [], facts.get(into) ?? []]
    const [one, other, both] = [flat(foldFacts(theirs)), flat(foldFacts(ours)), flat(foldFacts([...theirs, ...ours]))]
    const names = [...FIELDS, ...[...one.keys(), ...other.keys()].filter((name) => name.startsWith('attributes.')).toSorted()]
    const profiles = await profilesOf(tx, ctx, from)
    const tables = [...PLAIN_KINDS.map((kind) => TABLE_OF[kind]), 'issues']
    const counts = await tx.execute<Record<string, number>>(sql`select ${sql.join(tables.map((table) => sql`(select count(*)::int from ${sql.raw(table)} where organisation_id = ${ctx.org.id} and profile_id = any(${uuids(profiles)})) as ${sql.raw(table)}`), sql`, `)}`)
    return {
      ...asked, moves: counts.rows[0] ?? {},
      fields: [...new Set(names)].flatMap((field): MergedField[] => {
        const [a, b, merged] = [one.get(field) ?? null, other.get(field) ?? null, both.get(field) ?? null]
        if (a === null && b === null && merged === null) return []
        return [{ field, from: a, into: b, merged, wins: a === b ? 'both' : merged === a ? 'from' : 'into' }]
      }),
    }
  })
}

function flat({ fields, attributes }: Folded): Map<string, MergedValue> {
  const entries = [...Object.entries(fields), ...Object.entries(attributes).map(([name, value]) => [`attributes.${name}`, value] as const)]
  return new Map(entries.flatMap(([name, value]) => (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? [[name, value]] : [])))
}
