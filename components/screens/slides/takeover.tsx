import { useMemo } from 'react'
import type { Takeover } from '@/server/domain/screens/frame'
import { readerNow } from '../../shell/clock'
import { sinceText } from '../foot'
import { useWall } from '../wall-context'
import { BETWEEN, LINE, ROOMS, sizesIn } from './fit-lines'

/** What interrupts every slide: as large as its words allow, and never over the foot. */
export function TakeoverSlide({ takeover: { title, text: said, since, whole } }: { takeover: Takeover }) {
  const { zone, part } = useWall()
  const text = [said, whole && part && 'whole organisation', `since ${sinceText(since, readerNow(), zone)}`].filter(Boolean).join(' · ')
  const headline = `▲ ${title}`
  const sizes = useMemo(() => Object.fromEntries(Object.entries(ROOMS).flatMap(([name, room]) => {
    const found = sizesIn(room, headline, text)
    return [[`--${name}-headline`, found.headline.toFixed(2)], [`--${name}-text`, found.text.toFixed(2)]]
  })), [headline, text])
  return (
    <div className="wall-taken" style={{ ...sizes, margin: 'auto 0', display: 'grid', gap: `calc(var(--u) * ${BETWEEN})` }}>
      <p style={{ fontSize: 'calc(var(--u) * var(--headline))', fontWeight: 700, lineHeight: LINE.headline, textWrap: 'balance' }}>{headline}</p>
      <p style={{ fontSize: 'calc(var(--u) * var(--text))', lineHeight: LINE.text, textWrap: 'pretty' }}>{text}</p>
    </div>
  )
}
