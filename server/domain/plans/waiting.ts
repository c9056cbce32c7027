import type { PlanDesign } from '@/db/vocabulary'
import { dayInWords } from '../time/day-in-words'
import type { LocalDay } from '../time/local-day'
import { periodInWords } from '../time/period-in-words'

type Running = {
  design: PlanDesign
  /** Its measure is a report’s; otherwise its groups are counted elsewhere. */
  measured: boolean
  counted: 'shares' | 'means' | null
  reviewOn: LocalDay | null
  today: LocalDay
  /** Its figures before and after can be told. */
  told: boolean
  /** The first whole period since the start, the day after its last, and the day from which its figure is final; null without a start, or of two groups by lot. */
  first: { period: LocalDay; over: LocalDay; on: LocalDay } | null
  interval: 'week' | 'month'
  /** It had a measure that is there no more. */
  failed: boolean
  /** Settings that its figure depends on and that are not what they were (settings-then.ts). */
  changed: readonly string[]
}

const ENTER = {
  shares: 'enter on its page how many were in each group, and how many of them did it',
  means: 'enter on its page how many were in each group, their mean and its standard deviation',
} as const

/** What a running plan waits for, as a sentence without its stop; null where its figures say enough. Two groups by lot know no periods: they are compared once, on the review day. */
export function waitsFor({ design, measured, counted, reviewOn, today, told, first, interval, failed, changed }: Running): string | null {
  // Nor is its verdict given: nobody is to be sent there for it.
  if (changed.length > 0) return `Nothing can be told until it is set back: since the baseline was frozen ${changed.join(', and ')}`
  if (reviewOn !== null && reviewOn <= today) {
    const what = design !== 'randomised' || measured ? 'give it on its page' : ENTER[counted ?? 'shares']
    return `Its verdict has been due since ${dayInWords(reviewOn)}: ${what}`
  }
  if (failed) return 'It cannot be measured any more'
  if (design === 'randomised') return `Two groups by lot: compared once${reviewOn ? `, on ${dayInWords(reviewOn)}` : ''}`
  if (told) return null
  // What became of customers in a month that is over is not known for as long again.
  return first && first.over <= today && today < first.on ? `What it tells of ${periodInWords(first.period, interval)} is final on ${dayInWords(first.on)}: until then no ${interval} counts` : `No whole ${interval} since the start yet`
}

type Stands = { design: PlanDesign; due: boolean; onPath: boolean | null; /** Settings that its figure depends on were changed: nothing can be told, nor judged. */ changed: boolean }

/** How the running plans stand together: what has to be done first, then who is on its path. The first weeks of a plan are no failure. */
export function onPaths(measures: readonly Stands[]): string {
  if (measures.length === 0) return 'No plan is running'
  const [open, told] = [measures.filter((m) => m.onPath === null && !m.changed), measures.filter((m) => m.onPath !== null)]
  const changed = measures.filter((m) => m.changed).length
  const due = open.filter((m) => m.due).length
  const lot = open.filter((m) => !m.due && m.design === 'randomised').length
  const young = open.filter((m) => !m.due && m.design !== 'randomised').length
  if (young === measures.length) return `${young === 1 ? 'The running plan is' : `All ${young} running plans are`} too young to tell`
  return [
    due > 0 && `${due} ${due === 1 ? 'verdict is' : 'verdicts are'} due`,
    told.length > 0 && `${told.filter((m) => m.onPath).length} of ${told.length} ${told.length === 1 ? 'running plan is on its path' : 'running plans are on their path'}`,
    young > 0 && `${young} ${young === 1 ? 'is' : 'are'} too young to tell`,
    lot > 0 && `${lot} by lot ${lot === 1 ? 'waits for its day' : 'wait for their day'}`,
    changed > 0 && `${changed} cannot be told: settings have changed`,
  ].filter(Boolean).join('; ')
}
