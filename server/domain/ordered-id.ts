/**
 * Ids that sort in the order in which they were made (UUIDv7, RFC 9562 §5.7, method 1): milliseconds, then how many there were
 * in that millisecond, then chance. `ms`: epoch; `chance`: any UUID, of which the last 62 bits are taken. A clock that was set
 * back goes on from where it was.
 */
export function orderedIds(): (ms: number, chance: string) => string {
  let [last, count] = [0, 0]
  return (ms, chance) => {
    if (ms > last) [last, count] = [ms, 0]
    else if (count < 0xfff) count += 1
    else [last, count] = [last + 1, 0]
    const time = last.toString(16).padStart(12, '0')
    return `${time.slice(0, 8)}-${time.slice(8)}-7${count.toString(16).padStart(3, '0')}-${chance.slice(19)}`
  }
}

/** When such an id was made; null for one that was made by chance alone. */
export const madeAt = (id: string): Date | null => (id[14] === '7' ? new Date(Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16)) : null)
