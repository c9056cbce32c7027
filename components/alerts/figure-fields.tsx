'use client'
import { useQuery } from '@tanstack/react-query'
import type { AlertWindow } from '@/db/vocabulary'
import { surveyName } from '@/server/domain/surveys/names'
import { windowDays } from '@/server/domain/alerts/judge'
import { isUsual, USUAL_WINDOWS } from '@/server/domain/alerts/usual-windows'
import { useTRPC } from '../data/trpc'
import { Field, Input, Select } from '../ui/field'
import { useWorkspace } from '../workspace/workspace'
import { COMPARISONS, WINDOWS, figureCondition, type Draft, type FigureCondition } from './draft'

const ALONG = ['period', 't', 'period_index']
const WHOLE = '{}'
/** What is of one day can be looked at while it runs, or once it is over. */
const OF_DAY: readonly AlertWindow[] = ['today', 'yesterday']
/** What “expected” means, in a line. */
const USUAL_HINT = { own: 'Expected: as on the last eight of this weekday by the same hour.', past: 'Whole days, until yesterday. Expected: as in the windows like it before, within 19 of 20.' }
/** A choice of more than this is no choice. */
const PARTS = 200

type Props = { draft: Draft; condition: FigureCondition; set: (change: Partial<Draft>) => void; /** Came from a figure on a page: report and parameters stay as they are. */ fixed: boolean }

/** Which figure, and the line it must not pass. */
export function FigureFields({ draft, condition, set, fixed }: Props) {
  const trpc = useTRPC()
  const { today } = useWorkspace()
  const { data: reports = [] } = useQuery(trpc.alerts.reports.queryOptions())
  const report = reports.find((one) => one.name === condition.report)
  const figure = report?.figures.find((one) => one.field === condition.field)
  const unit = figure?.unit ?? 'number'
  const usual = isUsual(condition.comparison)
  // What was expected of the running day only some figures know; the others are held against whole days of their past.
  const comparable = (of: FigureCondition): FigureCondition => {
    const own = report?.figures.find((one) => one.field === of.field)?.usual ?? false
    if (!isUsual(of.comparison)) return own && !OF_DAY.includes(of.window) ? { ...of, window: 'today' } : of
    return own ? { ...of, window: 'today' } : USUAL_WINDOWS.includes(of.window) ? of : { ...of, window: 'last_7_days' }
  }
  const change = (of: Partial<FigureCondition>) => set({ condition: comparable({ ...condition, ...of }) })
  const answer = useQuery(trpc.reports.answer.queryOptions({ name: condition.report, parameters: { ...condition.parameters, ...windowDays(condition.window, today) } }, { enabled: report !== undefined }))
  const keys = (report?.keys ?? []).filter((key) => !ALONG.includes(key))
  const parts = partsOf(answer.data?.rows ?? [], keys)
  const cell = JSON.stringify(Object.fromEntries(keys.flatMap((key) => (condition.cell[key] === undefined || condition.cell[key] === 'total' ? [] : [[key, condition.cell[key]]]))))
  const options = [{ value: WHOLE, label: 'The whole' }, ...parts, ...(cell === WHOLE || parts.some((one) => one.value === cell) ? [] : [{ value: cell, label: Object.values(condition.cell).join(', ') }])]
  return (
    <>
      {!fixed && (
        <Field label="Question">
          {(w) => <Select {...w} value={condition.report} options={reports.map(({ name, title }) => ({ value: name, label: title }))} onValue={(name) => {
            const chosen = reports.find((one) => one.name === name)
            set({ condition: figureCondition(name, chosen?.measure?.field ?? chosen?.figures[0]?.field ?? '', { comparison: chosen?.measure?.better === 'lower' ? 'above' : 'below', window: condition.window }), threshold: '' })
          }} />}
        </Field>
      )}
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label="Figure">{(w) => <Select {...w} value={condition.field} options={(report?.figures ?? []).map(({ field, label }) => ({ value: field, label }))} onValue={(field) => change({ field })} />}</Field>
        <Field label="Of">{(w) => <Select {...w} value={cell} options={options} onValue={(value) => change({ cell: JSON.parse(value) as Record<string, string> })} />}</Field>
        <Field label="When it">{(w) => <Select {...w} value={condition.comparison} options={COMPARISONS} onValue={(comparison) => change({ comparison })} />}</Field>
        {!usual && <Field label={unit === 'share' ? 'Line, in %' : unit === 'money' ? 'Line, in money' : unit === 'days' || unit === 'hours' || unit === 'minutes' || unit === 'points' ? `Line, in ${unit}` : 'Line'}>
          {(w) => <Input {...w} required inputMode="decimal" value={draft.threshold} onChange={(event) => set({ threshold: event.target.value })} />}
        </Field>}
        {!report?.ofNow && <Field label="Looked at over" className={usual ? undefined : 'sm:col-span-2'} hint={usual ? USUAL_HINT[figure?.usual ? 'own' : 'past'] : undefined}>{(w) => <Select {...w} value={figure?.usual && !OF_DAY.includes(condition.window) ? 'today' : condition.window} options={usual ? (figure?.usual ? WINDOWS.slice(0, 1) : WINDOWS.filter((one) => USUAL_WINDOWS.includes(one.value))) : figure?.usual ? WINDOWS.filter((one) => OF_DAY.includes(one.value)) : WINDOWS} onValue={(window) => change({ window })} />}</Field>}
      </div>
    </>
  )
}

/** The rows one can choose between, by what they are called. */
function partsOf(rows: readonly Record<string, unknown>[], keys: readonly string[]): { value: string; label: string }[] {
  const found = new Map<string, string>()
  for (const row of rows) {
    const named = keys.filter((key) => row[key] !== undefined && row[key] !== null && row[key] !== 'total')
    if (named.length === 0) continue
    const label = [typeof row.label === 'string' && row.label !== 'Total' ? row.label : '', ...named.filter((key) => key !== 'key' && row[key] !== row.label).map((key) => (typeof row[`${key}_label`] === 'string' ? String(row[`${key}_label`]) : key === 'survey' ? surveyName(String(row[key])) : String(row[key])))].filter(Boolean).join(', ')
    found.set(JSON.stringify(Object.fromEntries(named.map((key) => [key, String(row[key])]))), label || named.map((key) => String(row[key])).join(', '))
    if (found.size >= PARTS) break
  }
  return [...found].map(([value, label]) => ({ value, label }))
}
