/** Whether somebody who waits for `from` is, in the end, waited for by `from` itself. */
export function circle(waitsFor: ReadonlyMap<string, readonly string[]>, from: string): boolean {
  const seen = new Set<string>()
  const open = [...(waitsFor.get(from) ?? [])]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (next === from) return true
    if (seen.has(next)) continue
    seen.add(next)
    open.push(...(waitsFor.get(next) ?? []))
  }
  return false
}
