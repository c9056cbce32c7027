import * as Y from 'yjs'
import { reading, requireCapability, writing, type OrgCtx } from '../../context'
import { fromBase64, toBase64 } from '../../domain/journeys/base64'
import { invalid } from '../../errors'
import { documentNow } from '../../queries/journeys/journey'
import { journeyRow } from '../../queries/journeys/journey-row'
import { syncInput, type SyncInput } from '../../schemas/journeys'
import { changeDocument, lockJourney } from './shared-document'

/** `update`: what the browser does not have yet. `vector`: what the server has now. Both base64. */
export type Synced = { seq: number; update: string; vector: string }

/**
 * Takes what a browser wrote and answers with what it lacks, in one exchange; written and projected in one transaction.
 * The same update again changes nothing. Editors; bytes that are no update are `invalid`.
 */
export async function syncJourney(ctx: OrgCtx, input: SyncInput): Promise<Synced> {
  requireCapability(ctx, 'edit')
  const { journey, sitting, update, vector } = syncInput.parse(input)
  // Whoever only asks waits for nobody who writes, and keeps nobody waiting.
  if (update === null) {
    return reading(ctx, async (tx) => {
      const row = await journeyRow(tx, ctx, journey)
      return answer(await documentNow(tx, row), row.seq, vector)
    })
  }
  return writing(ctx, async (tx, w) => {
    const locked = await lockJourney(tx, ctx, journey)
    const { doc, seq } = await changeDocument(tx, ctx, w, locked, sitting, (document) => {
      try {
        Y.applyUpdate(document, fromBase64(update))
      } catch {
        throw invalid('update: is no update of a map', [{ field: 'update', reason: 'is no update of a map' }])
      }
    })
    return answer(doc, seq, vector)
  })
}

/** What somebody with this state vector lacks. */
export function answer(doc: Y.Doc, seq: number, vector: string): Synced {
  let lacking: Uint8Array
  try {
    lacking = Y.encodeStateAsUpdate(doc, fromBase64(vector))
  } catch {
    throw invalid('vector: is no state vector', [{ field: 'vector', reason: 'is no state vector' }])
  }
  return { seq, update: toBase64(lacking), vector: toBase64(Y.encodeStateVector(doc)) }
}
