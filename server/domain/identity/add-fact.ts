import { canonical, contentHash } from './content-hash'
import { foldFacts, type Fact, type Folded } from './fold'

/** A fact that has been kept; `stated`: its sender said when it was true, else it is the receipt that counts. */
export type KeptFact = Fact & { stated: boolean }
export type Said = { hash: string; updatedAt: number | null; fields: Readonly<Record<string, unknown>> }

/**
 * The fact that what was said adds to those of the same subject, or null when it adds nothing: said before with the
 * same date, or, undated, telling what is known already. Undated facts count from their receipt, each a millisecond
 * after the one before, so that the last sent wins even within one batch.
 */
export function addFact(kept: readonly KeptFact[], said: Said, receivedAt: number): KeptFact | null {
  if (said.updatedAt !== null) {
    return kept.some((fact) => fact.hash === said.hash) ? null : { updatedAt: said.updatedAt, hash: said.hash, fields: said.fields, stated: true }
  }
  const updatedAt = kept.reduce((latest, fact) => (fact.stated ? latest : Math.max(latest, fact.updatedAt + 1)), receivedAt)
  const fact = { updatedAt, hash: contentHash(`${said.hash}@${updatedAt}`), fields: said.fields, stated: false }
  if (kept.length === 0) return fact
  return told(foldFacts(kept)) === told(foldFacts([...kept, fact])) ? null : fact
}

const told = ({ fields, attributes }: Folded): string => `${canonical(fields)}|${canonical(attributes)}`
