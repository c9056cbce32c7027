import type { Tx } from '@/db/client'
import type { Draft } from './draft'
import { arrayOf, prepared } from './sql'

type Wanted = { id: string; externalId: string; source: string; profileId: string }

/** Which own records conflict, and the profile each issue stands under. */
export type IssueOwners = { conflicts: ReadonlySet<Draft>; owners: ReadonlyMap<string, string> }
const NOBODY: IssueOwners = { conflicts: new Set(), owners: new Map() }

/**
 * Makes sure that every issue named exists: a stub, until its own record arrives. Its row in `records` says under
 * which profile it stands, and is what two batches that name it at once wait for. An own record for another customer
 * moves a stub there; an issue that has a record of its own stays where it is, and the draft is returned as conflicting.
 */
export async function ensureIssues(tx: Tx, organisationId: string, drafts: readonly Draft[], mayMove: boolean, importId: string | null, now: Date): Promise<IssueOwners> {
  const wanted = new Map<string, Wanted>()
  const own = drafts.filter((draft) => draft.kind === 'issue')
  for (const draft of own) if (!wanted.has(draft.id)) wanted.set(draft.id, { id: draft.id, externalId: draft.externalId, source: draft.source, profileId: draft.who.id })
  const told = new Set(wanted.keys())
  for (const { issue, source, who } of drafts) {
    if (!issue || told.has(issue.id)) continue
    const other = wanted.get(issue.id)
    if (!other || who.id < other.profileId) wanted.set(issue.id, { ...issue, source, profileId: who.id })
  }
  if (wanted.size === 0) return NOBODY
  await createStubs(tx, organisationId, [...wanted.values()].toSorted((a, b) => (a.id < b.id ? -1 : 1)), importId, now)
  await moveStubs(tx, organisationId, [...wanted.values()].filter((issue) => !told.has(issue.id)))
  return own.length === 0 ? NOBODY : settleOwners(tx, organisationId, own, mayMove)
}

async function createStubs(tx: Tx, organisationId: string, issues: readonly Wanted[], importId: string | null, now: Date): Promise<void> {
  const made = await prepared<{ id: string }>(tx, 'issue-records', `
    insert into records (organisation_id, id, kind, profile_id, content_hash, import_id, received_at)
    select $1, u.id, 'issue', u.profile_id, ''::bytea, $4::uuid, $5::timestamptz from unnest($2::uuid[], $3::uuid[]) as u(id, profile_id)
    on conflict do nothing returning id`, [organisationId, arrayOf('uuid', issues.map((i) => i.id)), arrayOf('uuid', issues.map((i) => i.profileId)), importId, now.toISOString()])
  if (made.length === 0) return
  const fresh = new Set(made.map((row) => row.id))
  const rows = issues.filter((issue) => fresh.has(issue.id))
  await prepared(tx, 'issue-stubs', `
    insert into issues (organisation_id, profile_id, id, source, external_id, stub)
    select $1, u.profile_id, u.id, u.source, u.external_id, true from unnest($2::uuid[], $3::uuid[], $4::text[], $5::text[]) as u(profile_id, id, source, external_id)`,
  [organisationId, arrayOf('uuid', rows.map((i) => i.profileId)), arrayOf('uuid', rows.map((i) => i.id)), arrayOf('text', rows.map((i) => i.source)), arrayOf('text', rows.map((i) => i.externalId))])
}

/** A stub that several customers' records mention stands under the least profile of them, whichever came first. */
async function moveStubs(tx: Tx, organisationId: string, mentioned: readonly Wanted[]): Promise<void> {
  if (mentioned.length === 0) return
  const rows = await prepared<{ id: string; profile_id: string }>(tx, 'stubs-elsewhere', `
    select u.id, u.profile_id from unnest($2::uuid[], $3::uuid[]) as u(id, profile_id)
    join issues i on i.organisation_id = $1 and i.id = u.id and i.stub and u.profile_id < i.profile_id order by u.id for update of i`,
  [organisationId, arrayOf('uuid', mentioned.map((i) => i.id)), arrayOf('uuid', mentioned.map((i) => i.profileId))])
  if (rows.length > 0) await move(tx, organisationId, new Map(rows.map((row) => [row.id, row.profile_id])))
}

async function settleOwners(tx: Tx, organisationId: string, own: readonly Draft[], mayMove: boolean): Promise<IssueOwners> {
  const ids = arrayOf('uuid', [...new Set(own.map((draft) => draft.id))].toSorted())
  const rows = await prepared<{ id: string; profile_id: string }>(tx, 'issue-owners',
    'select id, profile_id from records where organisation_id = $1 and id = any($2::uuid[]) order by id for update', [organisationId, ids])
  const stubs = new Set((await prepared<{ id: string }>(tx, 'issue-are-stubs', 'select id from issues where organisation_id = $1 and id = any($2::uuid[]) and stub', [organisationId, ids])).map((row) => row.id))
  const owners = new Map(rows.map((row) => [row.id, row.profile_id]))
  const conflicts = new Set<Draft>()
  const moves = new Map<string, string>()
  for (const draft of own) {
    if (owners.get(draft.id) !== draft.who.id) {
      if (!stubs.has(draft.id) && !mayMove) {
        conflicts.add(draft)
        continue
      }
      moves.set(draft.id, draft.who.id)
      owners.set(draft.id, draft.who.id)
    }
    stubs.delete(draft.id)
  }
  if (moves.size > 0) await move(tx, organisationId, moves)
  return { conflicts, owners }
}

/** Hands issues, with what was said about them, to other profiles. */
async function move(tx: Tx, organisationId: string, moves: ReadonlyMap<string, string>): Promise<void> {
  const values = [organisationId, arrayOf('uuid', [...moves.keys()]), arrayOf('uuid', [...moves.values()])]
  const to = 'from unnest($2::uuid[], $3::uuid[]) as u(id, profile_id)'
  await prepared(tx, 'move-issues', `update issues i set profile_id = u.profile_id ${to} where i.organisation_id = $1 and i.id = u.id`, values)
  await prepared(tx, 'move-issue-facts', `update facts f set profile_id = u.profile_id ${to} where f.organisation_id = $1 and f.kind = 'issue' and f.subject_id = u.id and f.profile_id <> u.profile_id`, values)
  await prepared(tx, 'move-issue-records', `update records r set profile_id = u.profile_id ${to} where r.organisation_id = $1 and r.id = u.id`, values)
}
