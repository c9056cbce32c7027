import { sql } from 'drizzle-orm'
import { z } from 'zod'
import { NIL_ID, RECORD_KINDS } from '@/db/vocabulary'
import { requireCapability, writing, type OrgCtx } from '@/server/context'
import { recordId } from '@/server/domain/ids'
import { invalid, notFound } from '@/server/errors'
import { queueJob } from '@/server/jobs/queue'
import { DEFAULT_SOURCE, sourceName } from '@/server/schemas/records'
import { setZone } from './apply'
import { contributeFacts } from './fact-cells'
import { lockStructure } from './lock'
import { refoldIssues } from './refold'
import { removeRecords } from './remove-records'
import { queueCustomers } from './settle-queue'

const parameters = z.strictObject({ kind: z.enum(RECORD_KINDS), id: z.string().min(1).max(200), source: sourceName.default(DEFAULT_SOURCE) })

/**
 * Deletes one record, roll-ups included. What it brought into being (its customer, its channel) stays. A customer is
 * not deleted but erased (services/recording/erase-customer). Throws `not_found`. Requires `edit`.
 */
export async function deleteRecord(ctx: OrgCtx, input: z.input<typeof parameters>): Promise<void> {
  requireCapability(ctx, 'edit')
  const { kind, id: externalId, source } = parameters.parse(input)
  if (kind === 'customer') throw invalid('A customer is erased, not deleted.')
  const org = ctx.org.id
  const id = recordId(org, kind, source, externalId)
  await writing(ctx, async (tx, w) => {
    await lockStructure(tx, org)
    await setZone(tx, ctx)
    const [row] = (await tx.execute<{ customer_id: string | null }>(sql`
      select p.customer_id from records r left join profiles p on p.organisation_id = r.organisation_id and p.id = r.profile_id where r.organisation_id = ${org} and r.id = ${id} and r.profile_id <> ${NIL_ID}`)).rows
    if (!row) throw notFound(kind.replace('_', ' '))
    if (kind === 'issue') {
      const facts = sql`from facts f where f.organisation_id = ${org} and f.kind = 'issue' and f.subject_id = ${id}`
      await contributeFacts(tx, org, facts, -1)
      const gone = (await tx.execute(sql`delete ${facts} returning 1`)).rows.length
      // A stub is not a record: only others' mentions of it are.
      if (gone === 0) throw notFound('issue')
      await refoldIssues(tx, org, [id])
    } else {
      const mentioned = kind === 'interaction' || kind === 'promise'
        ? (await tx.execute<{ id: string }>(sql`select issue_id as id from ${sql.raw(kind === 'promise' ? 'promises' : 'interactions')} where organisation_id = ${org} and id = ${id} and issue_id is not null`)).rows.map((r) => r.id) : []
      await removeRecords(tx, org, { by: 'ids', ids: [id] })
      await tx.execute(sql`delete from records where organisation_id = ${org} and id = ${id}`)
      await refoldIssues(tx, org, mentioned)
    }
    await w.audit({ action: `${kind}.deleted`, subject: kind, subjectId: id })
    w.publish(kind === 'interaction' ? 'interactions' : kind === 'transaction' ? 'transactions' : kind === 'promise' ? 'promises' : kind === 'response' ? 'responses' : kind === 'issue' ? 'issues' : 'customers')
    if (row.customer_id) {
      await queueCustomers(tx, org, [row.customer_id])
      await queueJob(tx, org, 'settle', 'org', {}, ctx.now)
    }
  })
}
