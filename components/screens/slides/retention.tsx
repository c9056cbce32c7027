import type { Picture } from '@/server/domain/screens/frame'
import { bandPath, elapsedTicks, linePath, placeLabels, project, steps, type Xy } from '../../charts/prepare'
import { formatShareOf } from '../../ui/format'
import { toneColour } from '../tones'
import { Chart } from '../wall-context'
import { NamesBelow, placeNames } from './names'

type Retention = Extract<Picture, { kind: 'retention' }>

/** What is said after how long; of curves, and where there is none. */
const SAYS: Record<Retention['since'], { after: string; ending: string; chart: string; none: string }> = {
  came: { after: 'still with us after', ending: '', chart: 'Share of customers still with us by time since they came', none: 'Too few customers are watched long enough to draw this curve.' },
  bought: { after: 'probably still customers after', ending: ' without a purchase, by how often they had bought', chart: 'Share of customers probably still with us by time since they last bought', none: 'Nothing can be told yet of who is still a customer.' },
  unhappy: { after: 'still waiting for us after', ending: '', chart: 'Share of the unhappy still waiting by time since they were', none: 'Too few were unhappy to tell how long they wait.' },
}

/** Who stayed, by time since they came, or probably did, since they last bought; or who still waits. One band per curve says how sure that is. */
export function RetentionSlide({ picture: { groups, since, unit, after } }: { picture: Retention }) {
  const says = SAYS[since]
  if (groups.every((group) => group.steps.length < 2)) return <p className="wall-say wall-quiet">{says.none}</p>
  return (
    <>
      <p className="wall-say">{groups.length > 1 ? 'Share' : <strong>{formatShareOf(groups[0]?.stayed)}</strong>} {says.after} {after} {unit}{after === 1 ? '' : 's'}{says.ending}</p>
      <Chart label={says.chart}>
        {({ w, h, em }) => {
          const end = Math.max(1, ...groups.flatMap((group) => group.steps.map((step) => step.t)))
          const named = groups.length > 1 ? groups.map(({ tone, label, stayed }) => ({ tone, label, ...(stayed === null ? {} : { figure: formatShareOf(stayed) }) })) : []
          const { beside, below, fitted } = placeNames(named, w, h, em)
          const [left, right, bottom] = [em * 3.2, w - Math.max(em, beside), h - em * 1.7 - below]
          const x = project({ min: 0, max: end }, left, right)
          const y = project({ min: 0, max: 1 }, bottom, em * 0.6)
          const labels = placeLabels(groups.map((group) => y(group.steps.at(-1)?.survival ?? 1)), em * 1.2, 0, bottom)
          return (
            <>
              {[0, 0.5, 1].map((tick) => (
                <g key={tick}>
                  <line x1={left} x2={right} y1={y(tick)} y2={y(tick)} stroke="var(--w-line)" strokeWidth={em * 0.05} />
                  <text className="q" x={left - em * 0.4} y={y(tick)} dy="0.34em" textAnchor="end">{tick * 100} %</text>
                </g>
              ))}
              {elapsedTicks(end, `${unit}s`, Math.max(2, Math.floor((right - left) / (em * 4)))).map((tick, index, all) => (
                <text key={tick} className="q" x={x(tick)} y={bottom + em * 1.45} textAnchor="middle">{index === all.length - 1 ? `${tick} ${unit}s` : tick}</text>
              ))}
              {/* The shares that are named are of here, not of where the curves end. */}
              {end > after && <path d={`M${x(after)} ${y(0)}V${y(1)}`} stroke="var(--w-accent)" strokeWidth={em * 0.1} strokeDasharray={`${em * 0.5} ${em * 0.35}`} />}
              {below > 0 && <NamesBelow names={named} y={bottom + em * 1.7} em={em} />}
              {groups.map((group, index) => {
                const edge = (pick: (step: (typeof group.steps)[number]) => number) => steps(group.steps.map((step): Xy => [x(step.t), y(pick(step))]))
                return (
                  <g key={group.key}>
                    <path d={bandPath(edge((s) => s.high ?? s.survival), edge((s) => s.low ?? s.survival))} fill={toneColour(group.tone)} opacity={0.18} />
                    <path d={linePath(edge((s) => s.survival))} fill="none" stroke={toneColour(group.tone)} strokeWidth={em * 0.18} />
                    {end > after && group.stayed !== null && <circle cx={x(after)} cy={y(group.stayed)} r={em * 0.24} fill={toneColour(group.tone)} />}
                    {groups.length > 1 && below === 0 && <text x={right + em * 0.6} y={labels[index]} dy="0.34em">{fitted[index]} <tspan fontWeight={650}>{named[index]?.figure}</tspan></text>}
                    {groups.length > 1 && below === 0 && <path d={`M${right + em * 0.05} ${labels[index]}h${em * 0.4}`} stroke={toneColour(group.tone)} strokeWidth={em * 0.3} />}
                  </g>
                )
              })}
            </>
          )
        }}
      </Chart>
    </>
  )
}
