import type { Cell } from '@/server/domain/journeys/content'
import { colour } from '../ui/tokens'
import { heightOf, smoothPath } from './curve'
import type { Column } from './grid'

/** Height of the row in pixels (h-36), and the unit in which columns are counted before they are stretched to their width. */
export const FEELINGS_HEIGHT = 144
const UNIT = 184

/** The curve of feelings over the whole row: as it is in ink, as it should be dashed. Gaps stay gaps. */
export function FeelingsCurve({ cells, columns }: { cells: readonly (Cell | null)[]; columns: readonly Column[] }) {
  const width = columns.length * UNIT
  const runs = (of: 'as_is' | 'to_be') => cells.reduce<{ x: number; y: number; value: number }[][]>((all, cell, at) => {
    const value = cell?.[of] ?? null
    if (value === null) return all.at(-1)?.length === 0 ? all : [...all, []]
    all.at(-1)?.push({ x: (at + 0.5) * UNIT, y: heightOf(value, FEELINGS_HEIGHT), value })
    return all
  }, [[]]).filter((run) => run.length > 0)
  const share = (x: number) => `${(100 * x) / width}%`
  return (
    <div aria-hidden className="journey-curve pointer-events-none absolute inset-y-0 left-(--head)" style={{ width: `calc(var(--col) * ${columns.length})` }}>
      <svg className="absolute inset-0 size-full" viewBox={`0 0 ${width} ${FEELINGS_HEIGHT}`} preserveAspectRatio="none">
        <line x1="0" x2={width} y1={heightOf(0, FEELINGS_HEIGHT)} y2={heightOf(0, FEELINGS_HEIGHT)} stroke={colour('edge')} strokeWidth="1" strokeDasharray="1 4" vectorEffect="non-scaling-stroke" />
        {runs('to_be').map((run) => <path key={run[0]?.x} d={smoothPath(run)} fill="none" stroke={colour('accent')} strokeWidth="2" strokeDasharray="5 5" vectorEffect="non-scaling-stroke" />)}
        {runs('as_is').map((run) => <path key={run[0]?.x} d={smoothPath(run)} fill="none" stroke={colour('ink')} strokeWidth="2" vectorEffect="non-scaling-stroke" />)}
      </svg>
      {runs('to_be').flat().map(({ x, y }) => <i key={x} className="absolute size-2 -translate-1/2 rounded-full border-2 border-accent bg-paper" style={{ left: share(x), top: y }} />)}
      {runs('as_is').flat().map(({ x, y, value }) => (
        <i key={x} className="absolute size-3 -translate-1/2 rounded-full border-2 border-paper" style={{ left: share(x), top: y, background: value < 0 ? colour('failed') : value > 0 ? colour('exceeded') : colour('ink') }} />
      ))}
    </div>
  )
}
