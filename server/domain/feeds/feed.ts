import type { RecordKind } from '@/db/vocabulary'

/** What one message of a foreign feed means here: records, and who turned out to be whom. */
export type FeedStep =
  | { kind: RecordKind; raw: Record<string, unknown> }
  /** The profile `from` (an anonymous id, or a customer's former id) belongs to the customer `to`. */
  | { link: { from: string; fromAnonymous: boolean; to: string } }

/** Fields of our record → where the sender wrote them, so that an error names the sender's own field. */
export type FieldNames = Readonly<Record<string, string>>

/** The sender's name of one of our fields; what `names` does not list is below `otherwise`. */
export function senderField(names: FieldNames, field: string, otherwise = ''): string {
  const end = field.search(/[.[]/)
  const head = end < 0 ? field : field.slice(0, end)
  const name = names[head] ?? (otherwise ? `${otherwise}.${head}` : head)
  return name + (end < 0 ? '' : field.slice(end))
}
