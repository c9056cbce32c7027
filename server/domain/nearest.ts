/** The word of a list that was probably meant: told apart by capitals alone, or by one letter in three; null where none is near. */
export function nearest(word: string, of: readonly string[]): string | null {
  const most = Math.max(1, Math.floor(word.length / 3))
  const found = of.map((one) => ({ one, away: steps(word.toLocaleLowerCase('en'), one.toLocaleLowerCase('en')) })).filter(({ away }) => away <= most)
  return found.toSorted((a, b) => a.away - b.away)[0]?.one ?? null
}

/** How many letters have to be added, taken away, replaced or swapped with their neighbour. */
function steps(a: string, b: string): number {
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, n) => n)]
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? (rows[i - 2]?.[j - 2] ?? 0) + 1 : Infinity
      row.push(Math.min((row[j - 1] ?? 0) + 1, (rows[i - 1]?.[j] ?? 0) + 1, (rows[i - 1]?.[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1), swapped))
    }
    rows.push(row)
  }
  return rows[a.length]?.[b.length] ?? 0
}
