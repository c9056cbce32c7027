import { randomUUID } from 'node:crypto'
import { and, eq } from 'drizzle-orm'
import * as Y from 'yjs'
import type { Tx } from '@/db/client'
import { journeys } from '@/db/schema'
import { requireCapability, writing, type OrgCtx } from '../../context'
import { EMPTY } from '../../domain/journeys/content'
import { contentOf } from '../../domain/journeys/document'
import { writeContent } from '../../domain/journeys/edit'
import { tooMuch } from '../../domain/journeys/limits'
import { blankMap, contentOfTemplate, journeyTemplate } from '../../domain/journeys/templates'
import { slugOf } from '../../domain/slug'
import { invalid, notFound } from '../../errors'
import { journeyRow } from '../../queries/journeys/journey-row'
import { createJourneyInput, type CreateJourneyInput } from '../../schemas/journeys'
import { project } from './project'
import { requireHigher } from './require-higher'

/**
 * A new map: empty, from a template, or from a file. Editors. An unknown template or parent is `not_found`, a parent on
 * the same level or below `invalid`.
 */
export async function createJourney(ctx: OrgCtx, input: CreateJourneyInput): Promise<{ id: string; slug: string }> {
  requireCapability(ctx, 'edit')
  const { name, level, parent, template: wanted, map } = createJourneyInput.parse(input)
  const template = wanted === undefined ? undefined : journeyTemplate(wanted)
  if (wanted !== undefined && !template) throw notFound(`template “${wanted}”`)
  const doc = new Y.Doc()
  writeContent(doc, map ?? (template ? contentOfTemplate(template) : blankMap()))
  const content = contentOf(doc)
  const fault = tooMuch(content)
  if (fault) throw invalid(`The map ${fault}.`, [{ field: 'map', reason: fault }])
  return writing(ctx, async (tx, w) => {
    const above = parent === undefined ? null : await journeyRow(tx, ctx, parent)
    if (above) requireHigher(above, level)
    const id = randomUUID()
    const slug = await freeSlug(tx, ctx, slugOf(name))
    await tx.insert(journeys).values({
      organisationId: ctx.org.id, id, slug, name, level, parentId: above?.id ?? null, state: Buffer.from(Y.encodeStateAsUpdate(doc)),
      createdAt: ctx.now, editedAt: ctx.now, editedBy: ctx.actor.label,
    })
    await project(tx, ctx, id, EMPTY, content)
    await w.audit({ action: 'journey.created', subject: 'journey', subjectId: id, detail: { slug, name, level, ...(wanted ? { template: wanted } : {}) } })
    w.publish('journeys')
    return { id, slug }
  })
}

/** Pages of their own below /journeys. */
const TAKEN = ['rules', 'personas']

/** Two maps may have one name; the second one's slug says so. */
async function freeSlug(tx: Tx, ctx: OrgCtx, wanted: string): Promise<string> {
  for (let n = 1; ; n++) {
    const slug = n === 1 ? wanted : `${wanted}_${n}`
    const [taken] = await tx.select({ id: journeys.id }).from(journeys).where(and(eq(journeys.organisationId, ctx.org.id), eq(journeys.slug, slug)))
    if (!taken && !TAKEN.includes(slug)) return slug
  }
}
