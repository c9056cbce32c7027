/** Why an action is not to be removed yet, of the titles of those that wait for it. */
export const waitedFor = (titles: readonly string[]): string => `${new Intl.ListFormat('en-GB').format(titles.map((title) => `“${title}”`))} ${titles.length === 1 ? 'waits' : 'wait'} for it. Say there first that ${titles.length === 1 ? 'it does' : 'they do'} not.`

type Action = { title: string; status: string; dueOn: string | null }

/** What does not go together in an action and in those it waits for, in sentences; it may be so all the same. */
export function atOdds({ status, dueOn }: Pick<Action, 'status' | 'dueOn'>, waitsFor: readonly Action[]): string[] {
  const open = waitsFor.filter((one) => one.status !== 'done')
  const names = (of: readonly Action[]) => new Intl.ListFormat('en-GB').format(of.map(({ title }) => `“${title}”`))
  const later = dueOn === null ? [] : open.filter((one) => one.dueOn !== null && one.dueOn > dueOn)
  return [
    ...(status === 'done' && open.length > 0 ? [`It waits for ${names(open)}, and ${open.length === 1 ? 'that is' : 'those are'} not done.`] : []),
    ...(status !== 'done' && later.length > 0 ? [`It is due before ${names(later)}, which it waits for.`] : []),
  ]
}

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
