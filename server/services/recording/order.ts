/**
 * Things in the order of their ids (UUIDs as text), which is the database's: in this order rows are locked, so that two
 * batches never wait for each other in a circle. Sorted as numbers by what an id begins with, a tenth of the time that
 * comparing texts takes; `then` settles the order of those with the same id.
 */
export function inOrder<T>(things: readonly T[], idOf: (thing: T) => string, then?: (a: T, b: T) => number): T[] {
  const { length } = things
  const keys = new Float64Array(length)
  for (let i = 0; i < length; i++) keys[i] = beginning(idOf(things[i] as T)) * PLACES + i
  keys.sort()
  const sorted = Array.from(keys, (key) => things[key % PLACES] as T)
  for (let from = 0; from < length;) {
    const head = Math.floor((keys[from] as number) / PLACES)
    let to = from + 1
    while (to < length && Math.floor((keys[to] as number) / PLACES) === head) to++
    if (to > from + 1) {
      const alike = sorted.slice(from, to).sort((a, b) => (idOf(a) < idOf(b) ? -1 : idOf(a) > idOf(b) ? 1 : then?.(a, b) ?? 0))
      for (const [i, thing] of alike.entries()) sorted[from + i] = thing
    }
    from = to
  }
  return sorted
}

/** 32 bits of the id stand before 21 of the place: as much as a number holds exactly. */
const PLACES = 2 ** 21

function beginning(id: string): number {
  let n = 0
  for (let i = 0; i < 8; i++) {
    const unit = id.charCodeAt(i)
    n = n * 16 + (unit > 57 ? unit - 87 : unit - 48)
  }
  return n
}
