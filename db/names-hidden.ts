import { createHash } from 'node:crypto'
import type pg from 'pg'

/**
 * The same tables without customers' names: a schema of views, one for each table of an organisation, which transactions
 * of somebody who is not to see names look into instead (`search_path`, see Db.tenant). So there is one place where it is
 * decided what a name is, and no query, search, export or report can forget it. Row-level security holds below the views
 * (security_invoker). A table the schema does not have is an error there, never a name.
 *
 * Hidden are names, e-mail addresses, free attributes (those declared as dimensions are groups, and stay), and in what
 * people wrote the words of the customer's own name, every e-mail address and every telephone number. The sender's ids
 * stay: every page is addressed by them.
 */
export const HIDDEN_SCHEMA = 'names_hidden'
/** Who may look: the application's role (db/security.ts). */
type Role = string

const ATTRIBUTES = `case when t.attributes is null or t.attributes = '{}'::jsonb then t.attributes else (
  select coalesce(jsonb_object_agg(a.key, a.value), '{}'::jsonb) from jsonb_each(t.attributes) a
  where a.key in (select jsonb_array_elements_text(o.dimensions) from {schema}.organisations o where o.id = t.organisation_id)) end`
const WRITTEN = (column: string) => `${HIDDEN_SCHEMA}.said(t.${column}, t.organisation_id, t.profile_id)`

/** Per table, the columns that are not shown as they are. `{schema}` is where the tables themselves are. */
const HIDDEN: Record<string, Record<string, string>> = {
  customers: { name: 'null::text', email: 'null::text', leave_reason: `${HIDDEN_SCHEMA}.said(t.leave_reason, t.organisation_id, t.id)`, attributes: ATTRIBUTES },
  facts: { fields: "t.fields - '{name,email,attributes,leave_reason,title}'::text[]" },
  interactions: { summary: WRITTEN('summary'), attributes: ATTRIBUTES },
  transactions: { attributes: ATTRIBUTES },
  promises: { text: WRITTEN('text'), attributes: ATTRIBUTES },
  responses: { comment: WRITTEN('comment'), attributes: ATTRIBUTES },
  referrals: { attributes: ATTRIBUTES },
  customer_values: { attributes: ATTRIBUTES },
  issues: { title: WRITTEN('title'), attributes: ATTRIBUTES },
  customer_notes: { text: WRITTEN('text') },
  recovery_cases: { because: WRITTEN('because') },
  recovery_acts: { what: WRITTEN('what') },
  merges: { kept: "'{}'::jsonb" },
  import_rejects: { cells: "'[]'::jsonb", reason: "'The reason may name people and is not shown.'::text" },
  // What was told of one customer quotes what was written about them.
  notifications: { title: "case when t.link like '/customers/%' then split_part(t.title, ':', 1) else t.title end", body: "case when t.link like '/customers/%' or t.link = '/promises' then '' else t.body end" },
  mails: { subject: "''::text", text: "''::text", html: 'null::text' },
  webhook_deliveries: { body: "''::text" },
  audit: { detail: "'{}'::jsonb" },
}

/** Words of the customer's own name (as they are known now, whoever the profile belongs to), e-mail addresses and telephone numbers become "…". */
const SAID = `create function ${HIDDEN_SCHEMA}.said(said text, organisation uuid, profile uuid) returns text language sql stable as $said$
  select case when said is null then null else regexp_replace(regexp_replace(
    coalesce((select regexp_replace(said, '\\m(' || string_agg(regexp_replace(part, '([^[:alnum:]])', '\\\\\\1', 'g'), '|' order by length(part) desc) || ')\\M', '…', 'gi')
      from {schema}.profiles p join {schema}.customers c on c.organisation_id = p.organisation_id and c.id = p.customer_id, regexp_split_to_table(c.name, '[[:space:][:punct:]]+') part
      where p.organisation_id = organisation and p.id = profile and length(part) > 1), said),
    '[^[:space:]@<>()"'',;:]+@[[:alnum:].-]*[[:alnum:]]', '…', 'g'), '\\+?[0-9][0-9 ()/.-]{6,}[0-9]', '…', 'g') end
$said$`

/** Makes the views anew when they are not those of this version; in the caller's transaction. */
export async function hideNames(client: pg.PoolClient, role: Role): Promise<void> {
  const { rows: tables } = await client.query<{ schema: string; name: string; columns: string[] }>(`
    select current_schema()::text as schema, c.relname::text as name, array_agg(a.attname::text order by a.attnum) as columns
    from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    where c.relnamespace = current_schema()::regnamespace and c.relkind in ('r', 'p')
      and (c.relname = 'organisations' or exists (select 1 from pg_attribute o where o.attrelid = c.oid and o.attname = 'organisation_id' and not o.attisdropped))
    group by c.relname order by c.relname`)
  const schema = `"${tables[0]?.schema ?? 'public'}"`
  const statements = [
    `drop schema if exists ${HIDDEN_SCHEMA} cascade`, `create schema ${HIDDEN_SCHEMA}`, `grant usage on schema ${HIDDEN_SCHEMA} to ${role}`, SAID.replaceAll('{schema}', schema),
    ...tables.flatMap(({ name, columns }) => {
      const unknown = Object.keys(HIDDEN[name] ?? {}).filter((column) => !columns.includes(column))
      if (unknown.length > 0) throw new Error(`db/names-hidden.ts hides ${name}.${unknown.join(', ')}, which is not there.`)
      const shown = columns.map((column) => `${(HIDDEN[name]?.[column] ?? `t."${column}"`).replaceAll('{schema}', schema)} as "${column}"`)
      return [`create view ${HIDDEN_SCHEMA}."${name}" with (security_invoker = true) as select ${shown.join(', ')} from ${schema}."${name}" t`, `grant select on ${HIDDEN_SCHEMA}."${name}" to ${role}`]
    }),
  ]
  const made = createHash('sha256').update(statements.join(';\n')).digest('hex').slice(0, 32)
  const { rows: [there] } = await client.query<{ made: string | null }>(`select obj_description(oid, 'pg_namespace') as made from pg_namespace where nspname = '${HIDDEN_SCHEMA}'`)
  if (there?.made === made) return
  for (const statement of statements) await client.query(statement)
  await client.query(`comment on schema ${HIDDEN_SCHEMA} is '${made}'`)
}

/** Before tables change shape their views go: until they are made anew, whoever is not to see names sees an error. */
export const dropViews = (client: pg.PoolClient): Promise<unknown> => client.query(`drop schema if exists ${HIDDEN_SCHEMA} cascade`)
