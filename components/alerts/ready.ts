import type { Workspace } from '@/server/queries/workspace'
import { figureCondition, newDraft, thresholdText, type Draft } from './draft'

type Ready = { draft: Draft; why: string }

/** Alerts most organisations want, to start from; lines are proposals. */
export function readyAlerts({ segments }: Pick<Workspace, 'segments'>): Ready[] {
  const top = segments.filter((one) => one.segmentation === 'value').toSorted((a, b) => a.rank - b.rank)[0]
  const figure = (name: string, share: number | null, plain: number, condition: Parameters<typeof figureCondition>) => ({ ...newDraft(figureCondition(...condition), name), threshold: share === null ? String(plain) : thresholdText(share, 'share') })
  return [
    {
      draft: newDraft({ kind: 'moment_failed', touchpoint: null, critical: true, segment: top?.slug ?? null }, top ? `A critical moment failed for a customer of the tier ${top.name}` : 'A critical moment failed'),
      why: 'The few moments that decide whether somebody stays: get back to them the same day.',
    },
    { draft: newDraft({ kind: 'promise_overdue', hours: 24, segment: null }, 'A promise is overdue by a day'), why: 'The mistake is often small; what is remembered is that nobody called back.' },
    { draft: figure('Follow-through is under 80%', 0.8, 0, ['follow-through', 'rate', { window: 'last_28_days' }]), why: 'Promises kept on time, of those due in the last 28 days. Choose this week where more than thirty fall due in one: fewer are too few to tell.' },
    { draft: figure('Follow-through is below what was expected', 0, 0, ['follow-through', 'rate', { comparison: 'unusually_low', window: 'last_28_days' }]), why: 'No line to choose: the last four weeks are held against the four-week spells before them.' },
    { draft: figure('More contacts today than expected', null, 0, ['today-against-expected', 'so_far', { cell: { measure: 'contacts' }, comparison: 'unusually_high', window: 'today' }]), why: 'Held against the same weekday at the same hour: something has just gone wrong for many.' },
    { draft: figure('Fewer than 70% of issues are settled in the first contact', 0.7, 0, ['first-contact-resolution', 'fcr', { cell: { key: 'total', kind: 'linked' } }]), why: 'Of the issues that contacts name. Where none are named, take those told from silence instead.' },
    { draft: figure('NPS is under 20', null, 20, ['survey-scores', 'score', { cell: { survey: 'nps', scale: '0–10' }, parameters: { interval: 'month' }, window: 'this_month' }]), why: 'What customers who were asked this month would tell others.' },
    { draft: figure('More than 50 promises are overdue', null, 50, ['promises', 'overdue', { comparison: 'above', window: 'everything' }]), why: 'What we owe is piling up.' },
  ]
}
