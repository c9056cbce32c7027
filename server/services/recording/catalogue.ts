import type { Tx } from '@/db/client'
import { HUMAN_CHANNEL_KINDS, type Direction } from '@/db/vocabulary'
import { displayName } from '@/server/domain/catalogue/display-name'
import { channelKindOf } from '@/server/domain/identity/channel-kinds'
import { catalogueId, type Draft } from './draft'
import { arrayOf, prepared } from './sql'

export type Catalogue = { channels: Map<string, { id: string; direction: Direction }>; touchpoints: Map<string, string>; created: { channels: string[]; touchpoints: string[] } }

/** The names that drafts use of channels and touchpoints, by slug. */
export type Names = { channels: Map<string, string>; touchpoints: Map<string, string> }
/** Those of them that there are: a channel's usual direction by its slug, and touchpoints' slugs. */
export type Known = { channels: Record<string, Direction> | null; touchpoints: string[] }
export const NOTHING_KNOWN: Known = { channels: null, touchpoints: [] }
/** Columns of `Known`: $1 is the organisation, $2 the channels' slugs, $3 the touchpoints'. */
export const KNOWN = `(select json_object_agg(slug, default_direction) from channels where organisation_id = $1 and slug = any($2::text[])) as channels,
  array(select slug from touchpoints where organisation_id = $1 and slug = any($3::text[])) as touchpoints`

export function namesIn(drafts: readonly Draft[]): Names {
  const names: Names = { channels: new Map(), touchpoints: new Map() }
  for (const draft of drafts) {
    if (draft.channel !== '' && !names.channels.has(draft.channel)) names.channels.set(draft.channel, draft.channelName)
    if (draft.touchpoint !== '' && !names.touchpoints.has(draft.touchpoint)) names.touchpoints.set(draft.touchpoint, draft.touchpointName)
  }
  return names
}

/** The channels and touchpoints of names; unknown ones are created and listed. */
export async function ensureCatalogue(tx: Tx, organisationId: string, names: Names, known: Known): Promise<Catalogue> {
  const directions = new Map(Object.entries(known.channels ?? {}))
  const created = { channels: await createChannels(tx, organisationId, names.channels, directions), touchpoints: await createTouchpoints(tx, organisationId, names.touchpoints, new Set(known.touchpoints)) }
  // Those just made, here or by a batch beside this one, are read as they are.
  if ([...names.channels.keys()].some((slug) => !directions.has(slug))) for (const [slug, direction] of await directionsOf(tx, organisationId, names.channels)) directions.set(slug, direction)
  const channels: Catalogue['channels'] = new Map()
  for (const [slug, direction] of directions) channels.set(slug, { id: catalogueId(organisationId, 'channel', slug), direction })
  return { channels, touchpoints: new Map([...names.touchpoints.keys()].map((slug) => [slug, catalogueId(organisationId, 'touchpoint', slug)])), created }
}

async function directionsOf(tx: Tx, organisationId: string, names: Map<string, string>): Promise<Map<string, Direction>> {
  const rows = await prepared<{ slug: string; direction: Direction }>(tx, 'channels',
    'select slug, default_direction as direction from channels where organisation_id = $1 and slug = any($2::text[])', [organisationId, arrayOf('text', [...names.keys()])])
  return new Map(rows.map((row) => [row.slug, row.direction]))
}

async function createChannels(tx: Tx, organisationId: string, names: Map<string, string>, known: ReadonlyMap<string, Direction>): Promise<string[]> {
  const slugs = [...names.keys()].filter((slug) => !known.has(slug)).toSorted()
  if (slugs.length === 0) return []
  const kinds = slugs.map((slug) => channelKindOf(slug))
  const rows = await prepared<{ slug: string }>(tx, 'create-channels', `
    insert into channels (organisation_id, id, slug, name, kind, human_answers)
    select $1, u.id, u.slug, u.name, u.kind, u.human = 1 from unnest($2::uuid[], $3::text[], $4::text[], $5::text[], $6::int4[]) as u(id, slug, name, kind, human)
    on conflict do nothing returning slug`,
  [organisationId, arrayOf('uuid', slugs.map((slug) => catalogueId(organisationId, 'channel', slug))), arrayOf('text', slugs), arrayOf('text', slugs.map((slug) => displayName(names.get(slug) ?? slug, slug))),
    arrayOf('text', kinds), arrayOf('int4', kinds.map((kind) => (HUMAN_CHANNEL_KINDS.includes(kind) ? 1 : 0)))])
  return rows.map((row) => row.slug)
}

async function createTouchpoints(tx: Tx, organisationId: string, names: Map<string, string>, known: ReadonlySet<string>): Promise<string[]> {
  const slugs = [...names.keys()].filter((slug) => !known.has(slug)).toSorted()
  if (slugs.length === 0) return []
  const rows = await prepared<{ slug: string }>(tx, 'create-touchpoints', `
    insert into touchpoints (organisation_id, id, slug, name)
    select $1, u.id, u.slug, u.name from unnest($2::uuid[], $3::text[], $4::text[]) as u(id, slug, name) on conflict do nothing returning slug`,
  [organisationId, arrayOf('uuid', slugs.map((slug) => catalogueId(organisationId, 'touchpoint', slug))), arrayOf('text', slugs), arrayOf('text', slugs.map((slug) => displayName(names.get(slug) ?? slug, slug)))])
  return rows.map((row) => row.slug)
}
