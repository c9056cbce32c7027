import type { Tx } from '@/db/client'
import { HUMAN_CHANNEL_KINDS, type Direction } from '@/db/vocabulary'
import { displayName } from '@/server/domain/catalogue/display-name'
import { channelKindOf } from '@/server/domain/identity/channel-kinds'
import { catalogueId, type Draft } from './draft'
import { arrayOf, prepared } from './sql'

export type Catalogue = { channels: Map<string, { id: string; direction: Direction }>; touchpoints: Map<string, string>; created: { channels: string[]; touchpoints: string[] } }

/** The channels and touchpoints that drafts name, by slug; unknown ones are created and listed. */
export async function ensureCatalogue(tx: Tx, organisationId: string, drafts: readonly Draft[]): Promise<Catalogue> {
  const channelNames = new Map<string, string>()
  const touchpointNames = new Map<string, string>()
  for (const draft of drafts) {
    if (draft.channel !== '' && !channelNames.has(draft.channel)) channelNames.set(draft.channel, draft.channelName)
    if (draft.touchpoint !== '' && !touchpointNames.has(draft.touchpoint)) touchpointNames.set(draft.touchpoint, draft.touchpointName)
  }
  const channels: Catalogue['channels'] = new Map()
  const directions = await directionsOf(tx, organisationId, channelNames)
  const created = { channels: await createChannels(tx, organisationId, channelNames, directions), touchpoints: await createTouchpoints(tx, organisationId, touchpointNames) }
  // Those just made, here or by a batch beside this one, are read as they are.
  if (directions.size < channelNames.size) for (const [slug, direction] of await directionsOf(tx, organisationId, channelNames)) directions.set(slug, direction)
  for (const [slug, direction] of directions) channels.set(slug, { id: catalogueId(organisationId, 'channel', slug), direction })
  return { channels, touchpoints: new Map([...touchpointNames.keys()].map((slug) => [slug, catalogueId(organisationId, 'touchpoint', slug)])), created }
}

async function directionsOf(tx: Tx, organisationId: string, names: Map<string, string>): Promise<Map<string, Direction>> {
  if (names.size === 0) return new Map()
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

async function createTouchpoints(tx: Tx, organisationId: string, names: Map<string, string>): Promise<string[]> {
  if (names.size === 0) return []
  const known = await prepared<{ slug: string }>(tx, 'known-touchpoints', 'select slug from touchpoints where organisation_id = $1 and slug = any($2::text[])', [organisationId, arrayOf('text', [...names.keys()])])
  const have = new Set(known.map((row) => row.slug))
  const slugs = [...names.keys()].filter((slug) => !have.has(slug)).toSorted()
  if (slugs.length === 0) return []
  const rows = await prepared<{ slug: string }>(tx, 'create-touchpoints', `
    insert into touchpoints (organisation_id, id, slug, name)
    select $1, u.id, u.slug, u.name from unnest($2::uuid[], $3::text[], $4::text[]) as u(id, slug, name) on conflict do nothing returning slug`,
  [organisationId, arrayOf('uuid', slugs.map((slug) => catalogueId(organisationId, 'touchpoint', slug))), arrayOf('text', slugs), arrayOf('text', slugs.map((slug) => displayName(names.get(slug) ?? slug, slug)))])
  return rows.map((row) => row.slug)
}
