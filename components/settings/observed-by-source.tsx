'use client'
import { Input } from '../ui/field'
import { formatDay } from '../ui/format-date'
import { Setting } from './setting'
import type { OfSettings } from './view'

/** Only where there is more than one source, or one has its own day already. */
export function ObservedBySourceSetting({ org }: OfSettings) {
  const own = org.observed_from_by_source
  const sources = [...new Set([...org.seen.sources, ...Object.keys(own)])]
  if (sources.length < 2 && Object.keys(own).length === 0) return null
  const stated = Object.entries(own)
  return (
    <Setting
      title="The same for single sources" field="observed_from_by_source" group value={own}
      words={stated.length === 0 ? 'None differs' : <ul>{stated.map(([source, day]) => <li key={source}>{source}: {formatDay(day)}</li>)}</ul>}
      means="For a source that began to record leaving on another day. Empty ones follow the day above."
      patch={(days) => ({ observed_from_by_source: days })}
    >
      {({ draft, set }) => (
        <ul className="grid gap-2">
          {sources.map((source) => (
            <li key={source} className="grid grid-cols-[minmax(0,1fr)_11rem] items-center gap-2">
              <span className="truncate text-13" title={source}>{source}</span>
              <Input
                type="date" aria-label={`Leaving observed from, ${source}`} value={draft[source] ?? ''}
                onChange={(event) => set(Object.fromEntries([...Object.entries(draft).filter(([key]) => key !== source), ...(event.target.value ? [[source, event.target.value]] : [])]))}
              />
            </li>
          ))}
        </ul>
      )}
    </Setting>
  )
}
