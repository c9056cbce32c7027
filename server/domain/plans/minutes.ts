import { dayInWords } from '../time/day-in-words'
import { verdictBriefly, type Tempered } from './credit'
import type { Verdict } from './verdict'

/** What a meeting saw and decided, as the minutes need it. Figures are in words already. */
export type MeetingRecord = {
  day: string
  lastTime: { text: string; plan: string | null; done: boolean | null }[]
  measures: { plan: string; text: string }[]
  judged: { plan: string; verdict: Verdict; tempered: Tempered }[]
  stuck: { plan: string; title: string; owner: string; status: string; due: string | null; remark: string }[]
  done: { plan: string; title: string; owner: string }[]
  evidence: string[]
  decisions: { text: string; plan: string | null }[]
}

const SAID = { true: 'done', false: 'not done', null: 'nobody said' } as const

/** The minutes of a meeting as Markdown, written by themselves: what was said last time, how it stands, what was decided. */
export function minutesOf({ day, lastTime, measures, judged, stuck, done, evidence, decisions }: MeetingRecord): string {
  const of = (plan: string | null) => (plan ? ` (${line(plan)})` : '')
  const section = (title: string, lines: readonly string[], none: string) => ['', `## ${title}`, '', ...(lines.length > 0 ? lines.map((one) => `- ${one}`) : [none])]
  return [
    `# Plans, ${day}`,
    ...section('What we said last time', lastTime.map((d) => `${line(d.text)}${of(d.plan)}: ${SAID[String(d.done) as keyof typeof SAID]}`), 'Nothing was decided last time.'),
    ...section('Measures against their path', measures.map((m) => `${line(m.plan)}: ${line(m.text)}`), 'No plan is running.'),
    ...section('Judged since', judged.map((j) => `${line(j.plan)}: ${verdictBriefly(j.verdict, j.tempered)}`), 'No plan was judged.'),
    ...section('Done since', done.map((a) => `${line(a.title)}${of(a.plan)}${a.owner ? `, by ${line(a.owner)}` : ''}`), 'No action was finished.'),
    ...section('Stuck, behind or late', stuck.map((a) => `${line(a.title)}${of(a.plan)}: ${a.status}${a.due ? `, due ${dayInWords(a.due)}` : ''}${a.owner ? `, with ${line(a.owner)}` : ', nobody owns it'}${a.remark ? `. ${line(a.remark)}` : ''}`), 'No action is stuck, behind or late.'),
    ...section('New evidence', evidence.map(line), 'No figure left its usual range.'),
    ...section('Decided', decisions.map((d) => `${line(d.text)}${of(d.plan)}`), 'Nothing was decided.'),
    '',
  ].join('\n')
}

/** The lines of minutes that tell of a plan, without their marks: they name it first, or in brackets. */
export const linesAbout = (minutes: string, plan: string): string[] =>
  minutes.split('\n').filter((text) => text.startsWith(`- ${line(plan)}: `) || (text.startsWith('- ') && text.includes(`(${line(plan)})`))).map((text) => text.slice(2))

const line = (text: string): string => text.replaceAll(/\s+/gu, ' ').trim()
