import { z } from 'zod'
import { listChannels, listTouchpoints, getChannel, getTouchpoint } from '@/server/queries/catalogue'
import { channelPatch, channelView, touchpointPatch, touchpointView } from '@/server/schemas/catalogue'
import { updateChannel } from '@/server/services/catalogue/update-channel'
import { updateTouchpoint } from '@/server/services/catalogue/update-touchpoint'
import { route } from '../route'

const tag = 'Catalogue'
const slug = (path: Readonly<Record<string, string>>) => path.slug ?? ''

export const catalogueRoutes = [
  route({ method: 'GET', path: '/channels', scope: 'read', tag, summary: 'All channels', answer: z.object({ channels: z.array(channelView) }), handle: async ({ ctx }) => ({ channels: await listChannels(ctx) }) }),
  route({ method: 'GET', path: '/channels/{slug}', scope: 'read', tag, summary: 'One channel', answer: channelView, handle: ({ ctx, path }) => getChannel(ctx, slug(path)) }),
  route({
    method: 'PATCH', path: '/channels/{slug}', scope: 'admin', tag, summary: 'Change a channel', body: channelPatch, answer: channelView,
    handle: ({ ctx, path, body }) => updateChannel(ctx, { slug: slug(path), patch: body }),
  }),
  route({ method: 'GET', path: '/touchpoints', scope: 'read', tag, summary: 'All touchpoints', answer: z.object({ touchpoints: z.array(touchpointView) }), handle: async ({ ctx }) => ({ touchpoints: await listTouchpoints(ctx) }) }),
  route({ method: 'GET', path: '/touchpoints/{slug}', scope: 'read', tag, summary: 'One touchpoint', answer: touchpointView, handle: ({ ctx, path }) => getTouchpoint(ctx, slug(path)) }),
  route({
    method: 'PATCH', path: '/touchpoints/{slug}', scope: 'admin', tag, summary: 'Change a touchpoint', body: touchpointPatch, answer: touchpointView,
    description: 'Another class or rule reclasses history too: a job settles everybody who met the touchpoint.',
    handle: ({ ctx, path, body }) => updateTouchpoint(ctx, { slug: slug(path), patch: body }),
  }),
]
