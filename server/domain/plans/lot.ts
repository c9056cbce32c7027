import { detectableMean, detectableShare } from './detectable'
import type { Share } from './two-proportions'
import type { Sample } from './two-means'

/**
 * Two groups drawn by lot, as they were said beforehand; null: “don't know yet”. `expected`: of shares the control's share,
 * of means their standard deviation.
 */
export type Lot = { outcome: string | null; counted: 'shares' | 'means'; control: number | null; treated: number | null; expected: number | null }
export type Groups = { control: Share; treated: Share } | { control: Sample; treated: Sample }

/** The smallest difference these groups find with power .8, in hundredths as 1 or in the mean's unit; null where too little was said. */
export function detectableOfLot({ counted, control, treated, expected }: Lot): number | null {
  if (control === null || treated === null || expected === null) return null
  return counted === 'shares' ? detectableShare(expected, control, treated) : detectableMean(expected, control, treated)
}

const sizes = (control: number, treated: number) => `${control.toLocaleString('en')} and ${treated.toLocaleString('en')}`

/** What of a lot was not said beforehand, or came otherwise than it was said; most important first. `groups`: once they are counted. */
export function lotCaveats(lot: Lot | null, groups: Groups | null, measured: boolean): string[] {
  if (!lot) return measured ? [] : ['What was counted was typed in with its counts, when the time was over: nothing but its days was fixed at the start.']
  const { outcome, counted, control, treated, expected } = lot
  const is = groups && ('k' in groups.control ? 'shares' : 'means')
  const said: string[] = []
  if (!measured && outcome === null) said.push('Nobody knew before the start what would be counted (“don’t know yet”): it may have been chosen by how it went.')
  if (is && is !== counted) said.push(`It was said beforehand that ${counted === 'shares' ? 'how many did it' : 'a mean'} would be counted, and ${is === 'shares' ? 'how many did it' : 'a mean'} was: the change that matters, said of the other, is not held against it.`)
  if (control === null || treated === null) said.push('Nobody knew before the start how large the groups would be (“don’t know yet”): how small a change they can find was not said beforehand.')
  else if (expected === null) said.push(`Nobody knew before the start ${counted === 'shares' ? 'what share of the control to expect' : 'how much the figures scatter'} (“don’t know yet”): how small a change the groups can find was not said beforehand.`)
  if (groups && control !== null && treated !== null && (groups.control.n !== control || groups.treated.n !== treated)) said.push(`Planned were ${sizes(control, treated)} in control and treated, counted ${sizes(groups.control.n, groups.treated.n)}: whoever is missing, or came later, was not drawn by lot.`)
  return said
}
