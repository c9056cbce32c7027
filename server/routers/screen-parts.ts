import type { OrgCtx } from '../context'
import { nearest } from '../domain/nearest'
import { invalid } from '../errors'
import { partsOf } from '../queries/screens/parts'
import { isKnownValue } from './known-values'

type Part = { dimension: string; value: string }
/** `meant`: the value in the record that was probably meant. */
export type UnknownPart = Part & { meant: string | null }

/** What a display can be of, by a dimension; an undeclared one is `invalid`. */
export async function choicesOf(ctx: OrgCtx, dimension: string): Promise<string[]> {
  if (!ctx.org.dimensions.includes(dimension)) throw invalid(`dimension: “${dimension}” is not a dimension of this organisation`, [{ field: 'dimension', reason: 'is not a declared dimension' }])
  return partsOf(ctx, dimension)
}

/** Those of these parts that nothing recorded has ever been of: mistyped, or not open yet. */
export async function unknownParts(ctx: OrgCtx, parts: readonly Part[]): Promise<UnknownPart[]> {
  const unknown: UnknownPart[] = []
  for (const { dimension, value } of parts) {
    const choices = await choicesOf(ctx, dimension)
    if (!choices.includes(value) && !(await isKnownValue(ctx, dimension, value))) unknown.push({ dimension, value, meant: nearest(value, choices) })
  }
  return unknown
}
