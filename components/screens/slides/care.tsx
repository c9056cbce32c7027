import type { Picture } from '@/server/domain/screens/frame'
import { formatCount, formatMoney } from '../../ui/format'
import { BigFigure, sayCount, useWall } from '../wall-context'
import { Mark } from '../mark'
import { BarList } from './bars'
import { fitting } from './words'

type Of<K extends Picture['kind']> = Extract<Picture, { kind: K }>

/** What is owed now: overdue first, then what falls due today and when. */
export function PromisesSlide({ picture: { overdue, aged, today, later, next, more } }: { picture: Of<'promises'> }) {
  const { zone } = useWall()
  const clock = (instant: string) => new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit' }).format(new Date(instant))
  return (
    <div className="wall-split">
      <div style={{ alignSelf: 'center' }}>
        <BigFigure text={sayCount(overdue)} tone={overdue !== 0 ? 'alarm' : 'good'} most={34} />
        <p className={overdue !== 0 ? 'wall-say wall-alarm' : 'wall-say wall-good'}><Mark of={overdue !== 0 ? 'no' : 'yes'} /> {overdue !== 0 ? 'overdue' : 'none overdue'}</p>
        {aged && <p>{aged}</p>}
      </div>
      <div style={{ alignSelf: 'center', display: 'grid', gap: 'calc(var(--u) * 3)' }}>
        <p className="wall-say"><strong style={{ fontSize: '1.6em' }}>{sayCount(today)}</strong> due today, <strong>{sayCount(later)}</strong> later</p>
        {next.length > 0 && (
          <ul style={{ display: 'grid', gap: 'calc(var(--u) * 1.4)' }}>
            {next.map((promise, index) => (
              <li key={index} style={{ display: 'flex', gap: '0.8em' }}>
                <strong>{clock(promise.due)}</strong>
                <span className="wall-quiet" style={{ overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' }}>{promise.text ?? promise.team ?? 'a promise falls due'}{promise.n > 1 && <strong style={{ color: 'var(--w-ink)' }}> × {promise.n}</strong>}</span>
              </li>
            ))}
            {more > 0 && <li className="wall-quiet">and {formatCount(more)} more today</li>}
          </ul>
        )}
      </div>
    </div>
  )
}

/** How much would go with those who may leave: a sum and groups, never a name. */
export function AtRiskSlide({ picture: { value, count, bars, what, among } }: { picture: Of<'at_risk'> }) {
  const { currency } = useWall()
  const money = value ? formatMoney(value.value, currency, { cents: false }) : null
  return (
    <div className={bars.length > 0 ? 'wall-split' : 'wall-body'} style={bars.length > 0 ? undefined : { flex: 1, justifyContent: 'center' }}>
      <div style={bars.length > 0 ? { alignSelf: 'center', minWidth: 0 } : undefined}>
        <BigFigure text={money ?? sayCount(count)} most={30} />
        <p className="wall-say" style={{ marginTop: 'calc(var(--u) * 2)' }}>{money ? <>{what.toLowerCase()}, of <strong>{sayCount(count)}</strong> customers who may be about to leave</> : 'customers who may be about to leave'}</p>
      </div>
      {bars.length > 0 && <div className="wall-body"><p className="wall-quiet">Customers by value tier{among === null ? '' : `, the ${formatCount(among)} with the most at stake`}</p><BarList bars={bars} /></div>}
    </div>
  )
}

/** One moment, told: what happened, when and where, and what makes it worth telling. */
export function StorySlide({ picture: { count, what, when, where, headline, lines } }: { picture: Of<'story'> }) {
  if (count === 0 || !when) return <p className="wall-say wall-quiet" style={{ margin: 'auto 0' }}>None yet in this time. The next one will stand here.</p>
  return (
    <div style={{ margin: 'auto 0', display: 'grid', gap: 'calc(var(--u) * 3)' }}>
      <p style={{ fontSize: fitting(headline.length * 2.6, 11, headline), lineHeight: 1.12, fontWeight: 600, textWrap: 'balance' }}><span className={what === 'failed' ? 'wall-alarm' : 'wall-good'} style={{ fontSize: '1.8em', lineHeight: 0, verticalAlign: '-0.2em' }}><Mark of={what === 'failed' ? 'no' : 'star'} /></span> {headline}</p>
      {lines.length > 0 && <p style={{ fontSize: fitting(lines.join().length * 1.9, 6.4, lines.join(' ')), lineHeight: 1.2, textWrap: 'pretty' }}>{lines.join(' ')}</p>}
      <p className="wall-quiet">{[`${when[0]?.toUpperCase()}${when.slice(1)}`, where].filter(Boolean).join(' · ')} · {count === null ? 'one of few in this time' : count === 1 ? 'the only one in this time' : `one of ${formatCount(count)} in this time`}</p>
    </div>
  )
}
