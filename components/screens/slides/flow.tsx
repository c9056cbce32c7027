import type { Picture } from '@/server/domain/screens/frame'
import { placeLabels, textWidth } from '../../charts/prepare'
import { formatCount, formatShareOf } from '../../ui/format'
import { meaningColour } from '../../ui/tokens'
import { Chart } from '../wall-context'

type Flow = Extract<Picture, { kind: 'flow' }>
const EFFECT: Record<string, string> = { left: 'Left', spent_less: 'Spent less', stayed: 'Stayed', not_measurable: 'Not measurable', pending: 'Still open' }
/** From so many on a share is a percentage. */
const ENOUGH = 30
const ORDER = ['left', 'spent_less', 'stayed', 'not_measurable', 'pending']

/** What the shares are of: of all, and how many failed of those whose result is known, as the page counts them; null where counts are drawn. */
export function sharesOf(results: Flow['results']): string | null {
  const n = (key?: string) => results.filter((r) => key === undefined || r.key === key).reduce((sum, r) => sum + r.effects.reduce((s, e) => s + e.n, 0), 0)
  const [all, unknown, failed] = [n(), n('not_recorded'), n('failed')]
  if (all < ENOUGH) return null
  const known = all - unknown
  return `Of all ${formatCount(all)} moments${unknown > 0 ? `, ${formatShareOf(unknown / all)} not recorded${known >= ENOUGH && failed > 0 ? `; of the others ${formatShareOf(failed / known)} failed` : ''}` : ''}`
}

/** From how moments ended to what became of the relationship: ribbons as wide as their counts. */
export function FlowSlide({ picture: { results, total } }: { picture: Flow }) {
  if (total === 0) return <p className="wall-say wall-quiet">No moments that matter in this window.</p>
  const of = sharesOf(results)
  return (
    <>
      {of && <p className="wall-quiet">{of}</p>}
      <Chart label="From the result of moments that matter to what became of the relationship">
        {({ w, h, em }) => {
          const gap = em * 0.5
          const bar = em * 0.7
          const effects = ORDER.map((key) => ({ key, n: results.reduce((sum, r) => sum + (r.effects.find((e) => e.key === key)?.n ?? 0), 0) })).filter((e) => e.n > 0)
          // The page shows shares: so does its wall, with the counts beside.
          const whole = results.reduce((sum, r) => sum + r.effects.reduce((s, e) => s + e.n, 0), 0)
          const say = (n: number) => (whole < ENOUGH ? formatCount(n) : formatShareOf(n / whole))
          // Upright there is no room for both.
          const named = (label: string, n: number) => (whole < ENOUGH || w < em * 26 ? label : `${label}, ${formatCount(n)}`)
          const room = (texts: string[]) => Math.min(w * 0.4, Math.max(...texts.map((text) => textWidth(text, em))) + em * 0.8)
          const [words, wordsRight] = [room(results.map((r) => named(r.label, r.n))), room(effects.map((e) => named(EFFECT[e.key] ?? '', e.n)))]
          const scale = (h - gap * (Math.max(results.length, effects.length) - 1)) / Math.max(1, results.reduce((sum, r) => sum + r.effects.reduce((s, e) => s + e.n, 0), 0))
          const right = new Map<string, { top: number; filled: number; n: number }>()
          let y = 0
          for (const effect of effects) {
            right.set(effect.key, { top: y, filled: 0, n: effect.n })
            y += effect.n * scale + gap
          }
          let top = 0
          const left = results.map((result) => {
            const n = result.effects.reduce((s, e) => s + e.n, 0)
            const at = { ...result, n, top, ribbons: [] as { key: string; d: string }[] }
            let from = top
            for (const effect of ORDER.flatMap((key) => result.effects.filter((e) => e.key === key))) {
              const to = right.get(effect.key)
              if (!to) continue
              const thick = effect.n * scale
              const [x1, x2, y1, y2] = [words + bar, w - wordsRight - bar, from, to.top + to.filled]
              const middle = (x1 + x2) / 2
              at.ribbons.push({ key: effect.key, d: `M${x1} ${y1}C${middle} ${y1} ${middle} ${y2} ${x2} ${y2}V${y2 + thick}C${middle} ${y2 + thick} ${middle} ${y1 + thick} ${x1} ${y1 + thick}Z` })
              from += thick
              to.filled += thick
            }
            top += n * scale + gap
            return at
          })
          const leftLabels = placeLabels(left.map((r) => r.top + (r.n * scale) / 2), em * 2.3, 0, h)
          const rights = [...right]
          const rightLabels = placeLabels(rights.map(([, r]) => r.top + (r.n * scale) / 2), em * 2.3, 0, h)
          return (
            <>
              {left.flatMap((result) => result.ribbons.map((ribbon) => <path key={`${result.key} ${ribbon.key}`} d={ribbon.d} fill={meaningColour(ribbon.key)} opacity={ribbon.key === 'left' || ribbon.key === 'spent_less' ? 0.85 : 0.4} />))}
              {left.map((result, index) => (
                <g key={result.key}>
                  <rect x={words} y={result.top} width={bar} height={Math.max(2, result.n * scale)} fill={meaningColour(result.key)} />
                  <text x={words - em * 0.5} y={(leftLabels[index] ?? 0) - em * 0.2} textAnchor="end" fontWeight={650}>{say(result.n)}</text>
                  <text className="q" x={words - em * 0.5} y={(leftLabels[index] ?? 0) + em * 0.9} textAnchor="end">{named(result.label, result.n)}</text>
                </g>
              ))}
              {rights.map(([key, place], index) => (
                <g key={key}>
                  <rect x={w - wordsRight - bar} y={place.top} width={bar} height={Math.max(2, place.n * scale)} fill={meaningColour(key)} />
                  <text x={w - wordsRight + em * 0.5} y={(rightLabels[index] ?? 0) - em * 0.2} fontWeight={650}>{say(place.n)}</text>
                  <text className="q" x={w - wordsRight + em * 0.5} y={(rightLabels[index] ?? 0) + em * 0.9}>{named(EFFECT[key] ?? '', place.n)}</text>
                </g>
              ))}
        
    </>
        )
      }}
    </Chart>
    </>
  )
}
