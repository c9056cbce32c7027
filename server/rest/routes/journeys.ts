import { z } from 'zod'
import { JOURNEY_LEVELS } from '@/db/vocabulary'
import { journeyFileOf } from '@/server/queries/journeys/journey'
import { listJourneys } from '@/server/queries/journeys/journeys'
import { journeyFile } from '@/server/schemas/journeys'
import { createJourney } from '@/server/services/journeys/create-journey'
import { replaceJourney } from '@/server/services/journeys/replace-journey'
import { route } from '../route'

const tag = 'Journeys'
const text = z.string().nullable()
const journeyView = z.object({
  id: z.string(), slug: z.string(), name: z.string(), level: z.enum(JOURNEY_LEVELS), parent: text.describe('Slug of the map it is a part of.'), steps: z.number().int(), bound: z.number().int().describe('Steps bound to a touchpoint.'),
  review_on: text, archived: z.boolean(), edited_at: z.string(), edited_by: z.string(),
}).meta({ id: 'Journey' })
const made = z.object({ id: z.string(), slug: z.string() })

export const journeyRoutes = [
  route({
    method: 'GET', path: '/journeys', scope: 'read', tag, summary: 'Every map, the last edited first', answer: z.object({ journeys: z.array(journeyView) }),
    async handle({ ctx }) {
      const all = await listJourneys(ctx)
      const slugs = new Map(all.map(({ id, slug }) => [id, slug]))
      return { journeys: all.map(({ id, slug, name, level, parentId, steps, bound, review_on, archived, edited_at, edited_by }) => ({ id, slug, name, level, parent: parentId === null ? null : (slugs.get(parentId) ?? null), steps, bound, review_on, archived, edited_at: edited_at.toISOString(), edited_by })) }
    },
  }),
  route({
    method: 'GET', path: '/journeys/{journey}', scope: 'read', tag, summary: 'One map as a file', answer: journeyFile, description: 'By slug or id; the same JSON as the page exports, and as POST and PUT take.',
    handle: ({ ctx, path }) => journeyFileOf(ctx, path.journey ?? ''),
  }),
  route({
    method: 'POST', path: '/journeys', scope: 'admin', tag, summary: 'A new map from a file', body: journeyFile, answer: made, description: 'Each call makes another map; a name that is taken gets a slug of its own.',
    handle: ({ ctx, body: { name, level, map } }) => createJourney(ctx, { name, level, map }),
  }),
  route({
    method: 'PUT', path: '/journeys/{journey}', scope: 'admin', tag, summary: 'Make a map say what a file says', body: journeyFile, answer: made.extend({ changed: z.boolean() }),
    description: 'An ordinary change: whoever has the map open sees it at once, versions stay, and the same file again changes nothing.',
    handle: ({ ctx, path, body }) => replaceJourney(ctx, { journey: path.journey ?? '', file: body }),
  }),
]
