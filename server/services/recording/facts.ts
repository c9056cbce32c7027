import type { Tx } from '@/db/client'
import { addFact, type KeptFact } from '@/server/domain/identity/add-fact'
import { foldFacts, type Folded } from '@/server/domain/identity/fold'
import { localDayOf, type LocalDay } from '@/server/domain/time/local-day'
import type { Draft } from './draft'
import type { People } from './people'
import { arrayOf, prepared } from './sql'
import { writeCustomers, writeIssues } from './write-folded'

export type FactKind = 'customer' | 'issue'
type Row = { subject: string; hash: string; updated_at: Date; stated: boolean; fields: Record<string, unknown> }

/** All facts of some customers (over all their profiles) or issues, by customer or issue id. */
export async function readFacts(tx: Tx, organisationId: string, kind: FactKind, subjects: readonly string[]): Promise<Map<string, KeptFact[]>> {
  const rows = await prepared<Row>(tx, `facts-${kind}`, kind === 'customer'
    ? `select p.customer_id as subject, encode(f.content_hash, 'hex') as hash, f.updated_at, f.stated, f.fields from profiles p
       join facts f on f.organisation_id = p.organisation_id and f.profile_id = p.id and f.kind = 'customer'
       where p.organisation_id = $1 and p.customer_id = any($2::uuid[])`
    : `select f.subject_id as subject, encode(f.content_hash, 'hex') as hash, f.updated_at, f.stated, f.fields from records r
       join facts f on f.organisation_id = r.organisation_id and f.profile_id = r.profile_id and f.kind = 'issue' and f.subject_id = r.id
       where r.organisation_id = $1 and r.id = any($2::uuid[])`, [organisationId, arrayOf('uuid', subjects)])
  const facts = new Map<string, KeptFact[]>(subjects.map((subject) => [subject, []]))
  for (const row of rows) facts.get(row.subject)?.push({ hash: row.hash, updatedAt: row.updated_at.getTime(), stated: row.stated, fields: row.fields })
  return facts
}

export type FactOutcome = { accepted: Draft[]; days: Map<Draft, LocalDay>; duplicates: Draft[] }

/**
 * Adds what customer or issue records say to what was said before, and writes the merged rows. The caller has locked
 * the subjects. `owners`: the profile each issue stands under.
 */
export async function addFacts(tx: Tx, organisationId: string, kind: FactKind, drafts: readonly Draft[], people: People, owners: ReadonlyMap<string, string>, zone: string, importId: string | null, now: Date): Promise<FactOutcome> {
  const outcome: FactOutcome = { accepted: [], days: new Map(), duplicates: [] }
  if (drafts.length === 0) return outcome
  const subjectOf = (draft: Draft) => (kind === 'customer' ? people.get(draft.who.id) ?? draft.who.id : draft.id)
  const subjects = [...new Set(drafts.map(subjectOf))].toSorted()
  if (kind === 'customer') await prepared(tx, 'lock-customers', 'select id from customers where organisation_id = $1 and id = any($2::uuid[]) order by id for update', [organisationId, arrayOf('uuid', subjects)])
  const facts = await readFacts(tx, organisationId, kind, subjects)
  const added: { draft: Draft; fact: KeptFact }[] = []
  for (const draft of drafts) {
    const kept = facts.get(subjectOf(draft)) ?? []
    const fact = draft.fact && addFact(kept, { hash: draft.hash, ...draft.fact }, now.getTime())
    if (!fact) {
      outcome.duplicates.push(draft)
      continue
    }
    kept.push(fact)
    added.push({ draft, fact })
    outcome.accepted.push(draft)
    outcome.days.set(draft, localDayOf(timeOfFact(kind, fact), zone))
  }
  await insertFacts(tx, organisationId, kind, added, owners, importId)
  const touched = new Map<string, Folded>([...new Set(outcome.accepted.map(subjectOf))].toSorted().map((subject) => [subject, foldFacts(facts.get(subject) ?? [])]))
  if (kind === 'customer') await writeCustomers(tx, organisationId, touched)
  else await writeIssues(tx, organisationId, touched)
  return outcome
}

/** What an issue's record is about is the issue's opening; a customer's record is about the day it was true. */
export function timeOfFact(kind: FactKind, fact: { updatedAt: number; fields: Readonly<Record<string, unknown>> }): number {
  const stated = kind === 'issue' ? fact.fields.opened_at ?? fact.fields.resolved_at : null
  return typeof stated === 'string' ? Date.parse(stated) : fact.updatedAt
}

async function insertFacts(tx: Tx, organisationId: string, kind: FactKind, added: readonly { draft: Draft; fact: KeptFact }[], owners: ReadonlyMap<string, string>, importId: string | null): Promise<void> {
  const rows = added.toSorted((a, b) => (a.draft.id < b.draft.id ? -1 : a.draft.id > b.draft.id ? 1 : a.fact.updatedAt - b.fact.updatedAt))
  if (rows.length === 0) return
  await prepared(tx, 'insert-facts', `
    insert into facts (organisation_id, profile_id, kind, subject_id, source, content_hash, updated_at, stated, fields, import_id)
    select $1, u.profile_id, $2, u.subject_id, u.source, decode(u.hash, 'hex'), u.updated_at, u.stated = 1, u.fields::jsonb, $3::uuid
    from unnest($4::uuid[], $5::uuid[], $6::text[], $7::text[], $8::timestamptz[], $9::int4[], $10::text[]) as u(profile_id, subject_id, source, hash, updated_at, stated, fields)`,
  [organisationId, kind, importId, arrayOf('uuid', rows.map((r) => owners.get(r.draft.id) ?? r.draft.who.id)), arrayOf('uuid', rows.map((r) => r.draft.id)), arrayOf('text', rows.map((r) => r.draft.source)),
    arrayOf('text', rows.map((r) => r.fact.hash)), arrayOf('timestamptz', rows.map((r) => new Date(r.fact.updatedAt).toISOString())), arrayOf('int4', rows.map((r) => (r.fact.stated ? 1 : 0))),
    arrayOf('jsonb', rows.map((r) => r.fact.fields))])
}
