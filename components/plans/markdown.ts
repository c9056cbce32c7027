import { STEPS } from '@/server/domain/plans/steps'
import type { Plan } from '@/server/queries/plans/plan'
import { formatDay } from '../ui/format-date'
import { formatInterval, formatMoney } from '../ui/format'
import { plain } from './answers'
import { ACTION, DESIGN, sayDifference, sayEnds, sayFigure, STATUS, VERDICT } from './words'

/** A plan as Markdown: what was said, done and found. */
export function planMarkdown(plan: Omit<Plan, 'activity' | 'shares' | 'notes'>, currency: string, nameOf: (pick: string) => string | undefined): string {
  const { impact } = plan
  const money = (value: number | null) => (value === null ? '–' : formatMoney(value, currency))
  const cell = (text: string) => text.replaceAll('|', '\\|').replaceAll(/\s+/gu, ' ')
  const row = (...cells: string[]) => `| ${cells.map(cell).join(' | ')} |`
  const answers = STEPS.flatMap(({ title, questions }) => {
    const given = questions.filter(({ key }) => plan.answers[key])
    return given.length === 0 ? [] : ['', `## ${title}`, ...given.flatMap(({ key, ask }) => {
      const answer = plan.answers[key]
      return ['', `**${ask}**`, '', answer?.unknown ? '*Don’t know yet*' : [answer?.picks.map((pick) => nameOf(pick) ?? plain(pick)).join(', '), answer?.text].filter(Boolean).join('\n\n')]
    })]
  })
  return [
    `# ${plan.name}`, '', `${plan.verdict ? VERDICT[plan.verdict].label : STATUS[plan.status].label} · ${plan.owner}${plan.startOn && plan.reviewOn ? ` · ${formatDay(plan.startOn)} to ${formatDay(plan.reviewOn)}` : ''}`,
    ...answers,
    '', '## How we know', '', `${impact.measure || 'No measure yet'}${plan.startOn ? ` · ${DESIGN[plan.design]}` : ''}`,
    ...(impact.lines.length > 0 ? ['', row('', 'Before', 'After', 'Difference', '95 % interval'), '| --- | ---: | ---: | ---: | ---: |', ...impact.lines.map((l) => row(l.label, sayFigure(l.before, impact.unit, currency), sayFigure(l.after, impact.unit, currency), sayDifference(l.difference, impact.unit, currency), sayEnds(l.low, l.high, impact.unit, currency)))] : []),
    ...(plan.verdict ? ['', VERDICT[plan.verdict].says] : []),
    ...(impact.caveats.length > 0 ? ['', ...impact.caveats.map((c) => `- ${c}`)] : []),
    ...(plan.actions.length > 0 ? ['', '## Actions', '', row('Action', 'Stands', 'Who', 'Due', 'Spent', 'Planned', 'Should bring'), '| --- | --- | --- | --- | ---: | ---: | ---: |',
      ...plan.actions.map((a) => row(a.title, ACTION[a.status].label, a.ownerLabel || '–', a.dueOn ? formatDay(a.dueOn) : '–', money(a.costSpent), money(a.costPlanned), a.returnLow === null || a.returnHigh === null ? '–' : formatInterval(a.returnLow, a.returnHigh, money)))] : []),
    '',
  ].join('\n')
}

/** Hands a text to the browser as a file. */
export function download(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/markdown;charset=utf-8' }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  URL.revokeObjectURL(url)
}
