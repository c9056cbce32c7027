import type { Reason } from './score'
import { RISK_REASONS, RISK_WEIGHTS, type RiskReason } from './weights'

/** A reason in words and numbers, as it stands in a list: "silent for 3.2 times their usual gap (48 days against 15)". */
export function reasonText({ reason, figures }: Pick<Reason, 'reason' | 'figures'>): string {
  const of = (name: string) => figures[name] ?? 0
  switch (reason) {
    case 'silent': return `silent for ${decimal(of('times'))} times their usual gap (${many(of('days'), 'day')} against ${decimal(of('gap'))})`
    case 'failed_moment': return of('moments') > 1 ? `${number(of('moments'))} failed moments, the last ${ago(of('days'))}` : `failed moment ${ago(of('days'))}`
    case 'broken_promise': return `${number(of('promises'))} broken ${of('promises') === 1 ? 'promise' : 'promises'}`
    case 'strong_negative': return of('times') > 1 ? `${number(of('times'))} strong negative impressions, the last ${ago(of('days'))}` : `strong negative impression ${ago(of('days'))}`
    case 'contacts_rising': return of('usual') < 0.05 ? `${number(of('contacts'))} contacts in 30 days, none before` : `${number(of('contacts'))} contacts in 30 days, usually ${decimal(of('usual'))}`
    case 'open_issue': return of('issues') > 1 ? `${number(of('issues'))} open issues, the oldest ${many(of('days'), 'day')}` : `issue open for ${many(of('days'), 'day')}`
    case 'spending_less': return of('share') >= 0.995 ? 'spends nothing any more' : `spends ${Math.round(of('share') * 100)} % less than before`
  }
}

export type Moved = { reason: RiskReason; points: number; before: number; change: number; text: string }

/** Why a score moved: each reason whose points differ, the largest change first; the changes add up to the score's. */
export function movesOf(now: readonly Reason[], before: readonly Reason[]): Moved[] {
  return RISK_REASONS.flatMap((reason) => {
    const [is, was] = [now.find((r) => r.reason === reason), before.find((r) => r.reason === reason)]
    const [points, earlier] = [is?.points ?? 0, was?.points ?? 0]
    if (points === earlier) return []
    const text = is ? (was ? (points > earlier ? 'more' : 'fading') : 'new') : 'gone'
    return [{ reason, points, before: earlier, change: points - earlier, text: `${RISK_WEIGHTS[reason].label.toLowerCase()} ${text} ${signed(points - earlier)}` }]
  }).toSorted((a, b) => Math.abs(b.change) - Math.abs(a.change))
}

export const signed = (points: number): string => (points < 0 ? `−${-points}` : `+${points}`)

const WORDS = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve']
const number = (n: number): string => WORDS[n] ?? String(n)
const decimal = (x: number): string => (x >= 10 ? String(Math.round(x)) : (Math.round(x * 10) / 10).toString())
const many = (n: number, noun: string): string => `${n} ${noun}${n === 1 ? '' : 's'}`
const ago = (days: number): string => (days === 1 ? 'yesterday' : `${days} days ago`)
