import type { Tx } from '@/db/client'
import type { Folded } from '@/server/domain/identity/fold'
import { catalogueId } from './draft'
import { arrayOf, prepared, type ColumnType } from './sql'

/** Writes customers' merged rows; what no fact says is cleared. */
export async function writeCustomers(tx: Tx, organisationId: string, folded: ReadonlyMap<string, Folded>): Promise<void> {
  const all = [...folded]
  if (all.length === 0) return
  const column = (type: ColumnType, field: string) => arrayOf(type, all.map(([, fold]) => fold.fields[field]))
  await prepared(tx, 'write-customers', `
    update customers c set name = u.name, email = u.email, acquired_at = u.acquired_at, left_at = u.left_at, leave_kind = u.leave_kind, leave_reason = u.leave_reason, attributes = u.attributes::jsonb
    from unnest($2::uuid[], $3::text[], $4::text[], $5::timestamptz[], $6::timestamptz[], $7::text[], $8::text[], $9::text[]) as u(id, name, email, acquired_at, left_at, leave_kind, leave_reason, attributes)
    where c.organisation_id = $1 and c.id = u.id`,
  [organisationId, arrayOf('uuid', all.map(([id]) => id)), column('text', 'name'), column('text', 'email'), column('timestamptz', 'acquired_at'), column('timestamptz', 'left_at'), column('text', 'leave_kind'),
    column('text', 'leave_reason'), arrayOf('jsonb', all.map(([, fold]) => fold.attributes))])
}

/** Writes issues' merged rows: no longer stubs, since somebody has said something of their own about them. */
export async function writeIssues(tx: Tx, organisationId: string, folded: ReadonlyMap<string, Folded>, stub = false): Promise<void> {
  const all = [...folded]
  if (all.length === 0) return
  const column = (type: ColumnType, field: string) => arrayOf(type, all.map(([, fold]) => fold.fields[field]))
  const touchpoints = all.map(([, fold]) => (typeof fold.fields.touchpoint === 'string' ? catalogueId(organisationId, 'touchpoint', fold.fields.touchpoint) : null))
  await prepared(tx, 'write-issues', `
    update issues i set stub = $8::int4 = 1, opened_at = u.opened_at, resolved_at = u.resolved_at, touchpoint_id = u.touchpoint_id, title = u.title, attributes = u.attributes::jsonb
    from unnest($2::uuid[], $3::timestamptz[], $4::timestamptz[], $5::uuid[], $6::text[], $7::text[]) as u(id, opened_at, resolved_at, touchpoint_id, title, attributes)
    where i.organisation_id = $1 and i.id = u.id`,
  [organisationId, arrayOf('uuid', all.map(([id]) => id)), column('timestamptz', 'opened_at'), column('timestamptz', 'resolved_at'), arrayOf('uuid', touchpoints), column('text', 'title'),
    arrayOf('jsonb', all.map(([, fold]) => fold.attributes)), stub ? 1 : 0])
}
