import { capital } from '@/server/domain/capital'
import { isLate, standsAs } from '@/server/domain/plans/action-late'
import { verdictSays } from '@/server/domain/plans/credit'
import { STEPS } from '@/server/domain/plans/steps'
import type { Plan } from '@/server/queries/plans/plan'
import { formatDay } from '../ui/format-date'
import { formatCount } from '../ui/format'
import { plain, said } from './answers'
import { ACTION, DESIGN, findable, sayCounted, sayDifference, sayEnds, sayFigure, sayLift, sayLiftEnds, sayLot, sayMoney, sayPower, sayRelative, sayReturn, saySmallest, sayTest, standing } from './words'

type Told = Omit<Plan, 'shares' | 'notes'>

/** A plan as Markdown, as whoever was not there reads it: what it came to, what is done, what was said. */
export function planMarkdown(plan: Told, currency: string, nameOf: (pick: string) => string | undefined): string {
  const answers = STEPS.flatMap(({ title, questions }) => ['', `## ${title}`, ...questions.flatMap(({ key, ask }) => {
    const answer = plan.answers[key]
    // What nobody has answered is not left out: a reader would take the plan for a whole one.
    return ['', `**${ask}**`, '', !said(answer) ? '*Nobody has said yet*' : answer?.unknown ? '*Don’t know yet*' : [answer?.picks.map((pick) => nameOf(pick) ?? plain(pick)).join(', '), answer?.text].filter(Boolean).map((text) => typed(text ?? '')).join('\n\n')]
  })])
  return [
    `# ${typed(plan.name)}`, '', `**${standing(plan).label}** · ${typed(plan.owner)} stands for it${plan.startOn && plan.reviewOn ? ` · starts ${formatDay(plan.startOn)}, review ${formatDay(plan.reviewOn)}` : ''}`,
    ...whatItCameTo(plan, currency), ...whatIsDone(plan, currency), ...answers, '',
  ].join('\n')
}

/** Typed text stays text: no heading, list or emphasis of its own, and its lines stay lines. */
const typed = (text: string) => text.replaceAll(/([\\`*_[\]<>|])/gu, '\\$1').replaceAll(/^(\s*)([#+-]|\d+[.)])(?=\s)/gmu, (_, space: string, mark: string) => `${space}${mark.length > 1 ? `${mark.slice(0, -1)}\\${mark.slice(-1)}` : `\\${mark}`}`).replaceAll(/\n/gu, '  \n')
const row = (...cells: string[]) => `| ${cells.map((text) => text.replaceAll(/\s+/gu, ' ')).join(' | ')} |`

function whatItCameTo({ impact, verdict, tempered, design, lot, startOn, comparisonWhy, baselineFrom, baselineTo, periodsAfter, interval, enteredLate }: Told, currency: string): string[] {
  const size = (value: number) => sayDifference(value, impact.unit, currency).replace('+', '')
  const many = (n: number | null | undefined) => (n ? formatCount(n) : '–')
  const said = lot && sayLot(lot)
  const byLot = design === 'randomised'
  const or = (text: string | null) => (text === null ? '*Don’t know yet*' : typed(text))
  const known = [
    said && `What is counted: ${or(said.what)}.`, said && `Planned groups: ${or(said.groups)}.`, said && `Expected: ${or(said.expected)}.`,
    impact.detectable !== null && `${findable(enteredLate)}: ${size(impact.detectable)} ${sayPower({ lot, periodsAfter, interval })}.`,
    impact.smallest !== null && `Smallest change that matters: ${saySmallest(impact, { design, lot }, currency)}.`,
    impact.relative && `Lift, relative: ${sayRelative(impact.relative)}.`, impact.z !== null && `${sayTest(impact)}.`,
  ].filter((line) => typeof line === 'string')
  return [
    '', verdict ? '## What it came to' : '## How it is measured', '',
    ...(verdict ? [verdictSays(verdict, tempered), ''] : []),
    `${typed(impact.measure) || (startOn ? '*Don’t know yet* by which figure' : 'No measure yet')}${startOn ? `. ${DESIGN[design]}${baselineFrom && baselineTo && design !== 'randomised' ? `; baseline ${formatDay(baselineFrom)} up to, not including, ${formatDay(baselineTo)}` : ''}` : ''}.`,
    ...(design === 'comparison' && comparisonWhy ? ['', typed(comparisonWhy)] : []),
    ...(impact.lines.length > 0 ? ['', row('Group', 'Before', 'After', 'Difference', '95 % interval', 'Rests on, before', 'Rests on, after'), '| --- | ---: | ---: | ---: | ---: | ---: | ---: |', ...impact.lines.map((l) => row(typed(capital(l.label)), sayFigure(l.before, impact.unit, currency), (byLot ? sayCounted : sayFigure)(l.after, impact.unit, currency), (byLot ? sayLift : sayDifference)(l.difference, impact.unit, currency), (byLot ? sayLiftEnds : sayEnds)(l.low, l.high, impact.unit, currency), many(l.nBefore), many(l.n)))] : []),
    ...(known.length > 0 ? ['', ...known.map((line) => `- ${line}`)] : []),
    ...(impact.caveats.length > 0 ? ['', 'Before you believe it:', '', ...impact.caveats.map((c) => `- ${c}`)] : []),
  ]
}

function whatIsDone({ actions, today }: Told, currency: string): string[] {
  if (actions.length === 0) return []
  const money = (value: number) => sayMoney(value, currency)
  const none = (value: number | null) => (value === null ? '–' : money(value))
  const late = (a: Told['actions'][number]) => isLate(a, today)
  const nameOf = (id: string) => actions.find((a) => a.id === id)?.title ?? ''
  const remarks = actions.flatMap((a) => {
    const said = [a.remark, a.dependsOn.length > 0 && `waits for ${a.dependsOn.map(nameOf).join(', ')}`, a.returnFormula && `should bring: ${a.returnFormula}`].filter(Boolean)
    return said.length > 0 ? [`- ${typed(a.title)}: ${typed(said.join('; '))}`] : []
  })
  return [
    '', `## What is done: ${actions.filter((a) => a.status === 'done').length} of ${actions.length}${actions.some(late) ? `, ${actions.filter(late).length} late` : ''}`, '',
    row('Action', 'Stands', 'Who', 'Due', 'Spent', 'Planned', 'Should bring'), '| --- | --- | --- | --- | ---: | ---: | ---: |',
    ...actions.map((a) => row(typed(a.title), standsAs(a, today).map((as, i) => (i === 0 ? ACTION[as].label : ACTION[as].label.toLowerCase())).join(', '), typed(a.ownerLabel) || '–', a.dueOn ? formatDay(a.dueOn) : '–', none(a.costSpent), none(a.costPlanned), sayReturn(a, money) || '–')),
    ...(remarks.length > 0 ? ['', ...remarks] : []),
  ]
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
