/** What every answer says while customers wait to be settled. */
export const SETTLING = 'customers are still being settled'
/** What an answer that goes by segments says while customers are being sorted into them. */
export const SORTING = 'customers are being sorted into'

/** What every answer says while a sample’s history comes in: until then it is half a history. */
const COMING = 'The sample is still coming in'
export const COMING_REASON = `${COMING}: whatever is told is of its first months only.`

/** What every answer says after the time zone was changed, until the days of all records are those of the new one. */
export const RECOUNTING = 'Days are being counted anew in another time zone'
const RECOUNTING_REASON = `${RECOUNTING}: figures of single days and months may still change.`

/** The same where it is read in passing, and nobody asks for whom: it is over within minutes. */
export const SETTLING_IN_SHORT = 'The newest records are still being counted in'
export const SORTING_IN_SHORT = 'Customers are still being sorted into segments'

/** A reason that is gone by itself within minutes, unlike a feed that is late. */
export const isPassing = (reason: string): boolean => [SETTLING, SORTING, COMING, RECOUNTING].some((said) => reason.includes(said))

/** Such a reason in short; null for any other. */
export const passingInShort = (reason: string): string | null => (reason.includes(COMING) ? COMING : reason.includes(RECOUNTING) ? RECOUNTING : reason.includes(SETTLING) ? SETTLING_IN_SHORT : reason.includes(SORTING) ? SORTING_IN_SHORT : null)

const MOST_COUNTED = 100_000
/** How many wait at most before they are counted no further. */
export const COUNTED_TO = MOST_COUNTED + 1

/** Why figures made from moments, effects and relationships may still change, of so many customers who wait. */
export const settlingReason = (customers: number): string => `${customers > MOST_COUNTED ? `More than ${MOST_COUNTED.toLocaleString('en')}` : customers.toLocaleString('en')} ${SETTLING}: moments, effects and relationships may lag behind.`

/** Fewer who wait change no figure that anybody would notice; where records arrive all day, some always do. */
const NOTICED = 100
const isNoticed = (waiting: number): boolean => waiting >= NOTICED

/** What in a record is still to be counted in; `customers` wait to be settled. */
export type Waiting = { /** A sample’s history. */ coming: boolean; /** Days in a new time zone. */ recounting: boolean; customers: number }

/** What every answer says of it; [] where all is counted in. */
export const waitingReasons = ({ coming, recounting, customers }: Waiting): string[] =>
  [coming && COMING_REASON, recounting && RECOUNTING_REASON, customers > 0 && settlingReason(customers)].filter((reason) => reason !== false)

/** The same in short, where enough waits to be noticed: what is half counted is not to be judged. null where it may be. */
export const waitingInShort = ({ coming, recounting, customers }: Waiting): string | null => (coming ? COMING : recounting ? RECOUNTING : isNoticed(customers) ? SETTLING_IN_SHORT : null)

/** What a page says at its top of the answers on it; null where none of them will still change by itself to be noticed. */
export function unsettled(reasons: readonly string[]): string | null {
  const settling = reasons.find((reason) => reason.includes(SETTLING) && (reason.startsWith('More') || isNoticed(Number(reason.split(' ', 1)[0]?.replaceAll(',', '')))))
  // Who waits to be settled meanwhile is the least of it.
  const first = [COMING, RECOUNTING].find((said) => reasons.some((reason) => reason.includes(said)))
  if (first) return `${first}: figures on this page may still change.`
  const sorting = reasons.some((reason) => reason.includes(SORTING))
  const said = [settling && SETTLING_IN_SHORT, sorting && SORTING_IN_SHORT].filter(Boolean).map((text, i) => (i === 0 ? text : String(text).charAt(0).toLowerCase() + String(text).slice(1)))
  return said.length === 0 ? null : `${said.join(', and ')}: figures on this page may still change.`
}
