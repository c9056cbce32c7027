'use client'
import { useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import type { SlideKind } from '@/db/vocabulary'
import { useTRPC } from '../../data/trpc'
import { Field, Input, Select, Textarea } from '../../ui/field'
import { useWorkspace } from '../../workspace/workspace'
import { variableOf } from '@/server/domain/screens/variables'
import { ALL_RIGHT, fitted, withSplit } from '@/server/domain/screens/ways'
import type { DraftSlide } from './draft'
import { ScheduleField } from './schedule-field'
import { MEASURE, partExample, SINCE, sinceWords, WAY } from './words'

export type Drawable = { name: string; title: string; offered: boolean; ways: SlideKind[]; keys: readonly string[]; splitKeys: readonly string[]; parameters: string[]; splits: readonly string[]; measure: string | null; sideBySide: boolean; figures: { field: string; label: string }[] }
type Props = { slide: DraftSlide; reports: readonly Drawable[]; /** What of the slide is another now; the rest stays as it is by then. */ onChange: (more: Partial<DraftSlide>) => void }

/** Stepped through by key, a report is asked about once the choice rests. */
const PAUSE_MS = 400

/** What one slide asks, how it is drawn, and when it is on. */
export function SlideForm({ slide, reports, onChange: set }: Props) {
  const example = partExample(useWorkspace().dimensions)
  const report = reports.find((one) => one.name === slide.report)
  const trpc = useTRPC()
  const cache = useQueryClient()
  const [choosing, setChoosing] = useState<string | null>(null)
  const asking = useRef<{ name: string; rest: ReturnType<typeof setTimeout> } | null>(null)
  // It begins with a drawing that it has: which one, its answer knows. Asked once the choice rests; of two, the later counts.
  const choose = (name: string) => {
    if (asking.current) {
      clearTimeout(asking.current.rest)
      void cache.cancelQueries({ queryKey: trpc.screens.beginning.queryKey({ report: asking.current.name }) })
    }
    const mine = { name, rest: setTimeout(() => void begin(), PAUSE_MS) }
    const begin = async () => {
      const begins = await cache.fetchQuery(trpc.screens.beginning.queryOptions({ report: name }, { trpc: { abortOnUnmount: true } })).catch(() => {
        const next = reports.find((one) => one.name === name)
        const kind = next?.ways[0] ?? slide.kind
        return { kind, ...(next ? fitted(kind, next, { parameters: {}, field: null, cell: {} }) : {}) }
      })
      if (asking.current !== mine) return
      asking.current = null
      set({ report: name, title: null, ...begins })
      setChoosing(null)
    }
    asking.current = mine
    setChoosing(name)
  }
  const draw = (kind: SlideKind) => set({ kind, ...(report ? fitted(kind, report, slide) : {}) })
  const together = report?.sideBySide === true && slide.kind === 'bars' && !slide.parameters.by
  return (
    <div className="grid gap-4">
      {slide.kind === 'message' ? (
        <Field label="Message">{(w) => <Textarea {...w} rows={3} maxLength={400} value={slide.text ?? ''} onChange={(event) => set({ text: event.target.value || ' ' })} />}</Field>
      ) : (
        <>
          <Field label="Report" hint={choosing ? 'Looking how it can be drawn …' : undefined}>{(w) => <Select {...w} value={choosing ?? slide.report ?? ''} options={reports.filter(({ name, offered }) => offered || name === slide.report).map(({ name, title }) => ({ value: name, label: title }))} onValue={choose} />}</Field>
          {/* Until it is known how the other one begins, these are of the former. */}
          <fieldset disabled={choosing !== null} className="grid min-w-0 gap-4">
            <Field label="Drawn as">{(w) => <Select {...w} value={slide.kind} options={[...new Set([...(report?.ways ?? []), slide.kind])].map((way) => ({ value: way, label: WAY[way] }))} onValue={(kind: SlideKind) => draw(kind)} />}</Field>
            {slide.kind === 'expected' ? (
              <Field label="Measure">{(w) => <Select {...w} value={slide.cell.measure ?? 'contacts'} options={MEASURE} onValue={(measure) => set({ cell: { measure } })} />}</Field>
            ) : slide.kind === 'sentence' && slide.report === 'findings' ? (
              <Field label="Says">{(w) => <Select {...w} value={slide.field === ALL_RIGHT ? ALL_RIGHT : 'news'} options={[{ value: ALL_RIGHT, label: 'Whether we are all right' }, { value: 'news', label: 'What changed' }]} onValue={(says) => set({ field: says === ALL_RIGHT ? ALL_RIGHT : null })} />}</Field>
            ) : ['big_number', 'line', 'stream', 'bars'].includes(slide.kind) && report && report.figures.length > 1 ? (
              <Field label="Figure">{(w) => <Select {...w} value={slide.field ?? (together ? TOGETHER : (report.measure ?? report.figures[0]?.field ?? ''))} options={[...(together ? [{ value: TOGETHER, label: 'Side by side, as on its page' }] : []), ...report.figures.map(({ field, label }) => ({ value: field, label }))]} onValue={(field) => set({ field: field === TOGETHER ? null : field })} />}</Field>
            ) : null}
            {report && <Parameters slide={slide} report={report} set={set} />}
          </fieldset>
        </>
      )}
      <Field label="Title" optional hint={`${slide.kind === 'message' ? 'Without one the message stands alone.' : 'Without one, the report’s own.'} ${example.word} writes what the display says of itself${report?.parameters.includes('attribute') ? `; to count only that, “Only where” is ${example.where}` : ''}.`}>{(w) => <Input {...w} maxLength={120} value={slide.title ?? ''} onChange={(event) => set({ title: event.target.value || null })} />}</Field>
      <Field label="Seconds">{(w) => <Input {...w} type="number" min={5} max={600} value={slide.seconds} onChange={(event) => set({ seconds: Math.max(5, Math.min(600, Math.round(Number(event.target.value)) || 15)) })} />}</Field>
      <ScheduleField schedule={slide.schedule} onChange={(schedule) => set({ schedule })} />
    </div>
  )
}

/** No figure has this name. */
const TOGETHER = ''
const SPLIT = [{ value: 'channel', label: 'Channel' }, { value: 'touchpoint', label: 'Touchpoint' }, { value: 'segment', label: 'Value tier' }, { value: 'team', label: 'Team' }]
type Choice = { value: string; label: string }

/** The parameters that a wall needs; others a view may have brought along stay as they are. */
function Parameters({ slide, report, set }: { slide: DraftSlide; report: Drawable; set: (more: Partial<DraftSlide>) => void }) {
  const { channels, touchpoints, segments, dimensions } = useWorkspace()
  const put = (name: string, value: string) => {
    const { [name]: _before, ...rest } = slide.parameters
    set({ parameters: value === '' ? rest : { ...rest, [name]: value } })
  }
  const all: Choice = { value: '', label: 'All' }
  const tiers = segments.filter((s) => s.segmentation === 'value').map((s) => ({ value: s.slug, label: s.name }))
  const choices: Record<string, { label: string; options: Choice[] }> = {
    from: { label: 'Window', options: [...SINCE] },
    interval: { label: 'Per', options: [{ value: 'day', label: 'Day' }, { value: 'week', label: 'Week' }, { value: 'month', label: 'Month' }] },
    by: { label: 'Split by', options: [...('by' in withSplit(slide.kind, report, {}) ? [] : [{ value: '', label: 'Nothing' }]), ...SPLIT.filter(({ value }) => report.splits.includes(value)), ...(report.splits.includes('attribute') ? dimensions.map((name) => ({ value: `attribute:${name}`, label: name })) : [])] },
    channel: { label: 'Channel', options: [all, ...channels.map(({ slug, name }) => ({ value: slug, label: name }))] },
    touchpoint: { label: 'Touchpoint', options: [all, { value: '{critical}', label: 'All critical ones' }, ...touchpoints.map(({ slug, name }) => ({ value: slug, label: name }))] },
    segment: { label: 'Value tier', options: [all, { value: '{top_tier}', label: 'The best tier' }, ...tiers] },
    result: { label: 'Result', options: [all, { value: 'failed', label: 'Failed' }, { value: 'met', label: 'Met' }, { value: 'exceeded', label: 'Exceeded' }] },
    attribute: { label: 'Only where', options: [] },
  }
  return (
    <div className="grid grid-cols-2 gap-3">
      {Object.entries(choices).filter(([name]) => report.parameters.includes(name) && !(name === 'from' && slide.kind === 'expected')).map(([name, { label, options }]) => {
        const value = String(slide.parameters[name] ?? '')
        if (name === 'attribute') return <Field key={name} label={label} optional hint={`${partExample(dimensions).where} is each display’s own`}>{(w) => <><Input {...w} list="only-where" value={value} onChange={(event) => put(name, event.target.value)} /><datalist id="only-where">{dimensions.map((one) => <option key={one} value={`${one}:{${variableOf(one)}}`}>{`each display’s own ${one}`}</option>)}</datalist></>}</Field>
        const known = options.some((o) => o.value === value) ? options : [...options, { value, label: name === 'from' ? sinceWords(value) : value }]
        return <Field key={name} label={label}>{(w) => <Select {...w} value={value} options={known} onValue={(next) => put(name, next)} />}</Field>
      })}
    </div>
  )
}
