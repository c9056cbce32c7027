/** Why an action is not to be removed yet, of the titles of those that wait for it. */
export const waitedFor = (titles: readonly string[]): string => `${new Intl.ListFormat('en-GB').format(titles.map((title) => `“${title}”`))} ${titles.length === 1 ? 'waits' : 'wait'} for it. Say there first that ${titles.length === 1 ? 'it does' : 'they do'} not.`

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
