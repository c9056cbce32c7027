/** Ids of the people whom a text names as `@Name`: the longest name that fits, whatever its case, ending at a word's end. */
export function mentioned(text: string, people: readonly { id: string; name: string }[]): string[] {
  const lower = text.toLowerCase()
  const byLength = people.filter(({ name }) => name.trim() !== '').toSorted((a, b) => b.name.length - a.name.length)
  const found = new Set<string>()
  for (let at = lower.indexOf('@'); at >= 0; at = lower.indexOf('@', at + 1)) {
    const rest = lower.slice(at + 1)
    const match = byLength.find(({ name }) => rest.startsWith(name.toLowerCase()) && !/^[\p{L}\p{N}]/u.test(rest.slice(name.length)))
    // Two people of one name are both meant.
    if (match) for (const { id, name } of people) if (name.toLowerCase() === match.name.toLowerCase()) found.add(id)
  }
  return [...found]
}
