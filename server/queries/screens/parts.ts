import { sql } from 'drizzle-orm'
import { reading, type OrgCtx } from '../../context'
import { inNaturalOrder } from '../../domain/natural'
import { addDays, localDayOf } from '../../domain/time/local-day'

/** Contacts say theirs again and again: those of so many days are looked through, so many at most. */
const DAYS = 28
const CONTACTS = 20_000
/** More than this many nobody chooses from. */
const MOST = 500

/** The values of a dimension to choose from, as people count them: what customers say of themselves, and contacts lately. */
export function partsOf(ctx: OrgCtx, dimension: string): Promise<string[]> {
  const since = addDays(localDayOf(ctx.now.getTime(), ctx.org.timezone), -DAYS)
  return reading(ctx, async (tx) => {
    const { rows } = await tx.execute<{ value: string }>(sql`
      select distinct value from (
        select attributes->>${dimension} as value from customers where organisation_id = ${ctx.org.id}
        union all (select attributes->>${dimension} from interactions where organisation_id = ${ctx.org.id} and day >= ${since}::date limit ${CONTACTS})) said
      where value <> '' order by value limit ${MOST}`)
    return rows.map(({ value }) => value).toSorted(inNaturalOrder)
  })
}
