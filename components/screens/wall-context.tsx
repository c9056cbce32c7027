'use client'
import { createContext, useContext, useEffect, useRef, useState, type ReactNode } from 'react'
import { FEW, type Program } from '@/server/domain/screens/frame'
import { formatCount, formatMoney, formatNumber, formatShareOf } from '../ui/format'
import { formatPeriod, type Interval } from '../ui/format-date'
import { formatFigure } from '../workspace/figure'
import type { Shown } from '@/server/domain/screens/frame'

export const WallContext = createContext<Program | null>(null)

/** The screen's zone, currency and name, for whatever is drawn on it. */
export function useWall(): Program {
  const program = useContext(WallContext)
  if (!program) throw new Error('A slide belongs on a wall.')
  return program
}

export const sayCount = (n: number | null): string => (n === null ? FEW : formatCount(n))

/** From five metres three digits are read; `beside`: the largest it stands with, of as many decimals. */
export const sayNumber = (value: number, beside: number = value): string => formatNumber(value, Math.max(Math.abs(value), Math.abs(beside)) >= 100 ? 0 : Math.max(Math.abs(value), Math.abs(beside)) >= 10 ? 1 : 2)

/** A figure as the wall writes it; `cents` false: money without them, as beside larger sums. */
export function say(shown: Shown, currency: string, cents = true): string {
  if (shown.few) return shown.bound ? `${shown.bound.is} ${formatShareOf(shown.bound.share)}` : FEW
  if (!cents && shown.unit === 'money') return formatMoney(shown.value, currency, { cents })
  if (shown.unit === 'number' && shown.value !== null) return sayNumber(shown.value, Math.max(Math.abs(shown.low ?? 0), Math.abs(shown.high ?? 0)))
  const counts = shown.unit === 'share' && typeof shown.numerator === 'number' && typeof shown.denominator === 'number' ? { numerator: shown.numerator, denominator: shown.denominator } : undefined
  return formatFigure(shown.value, shown.unit, currency, counts)
}

/** A share of thirty and more: the percentage alone can stand for it. */
export const isCounted = (shown: Shown): boolean => shown.unit === 'share' && typeof shown.numerator === 'number' && (shown.denominator ?? 0) >= 30

/** A share of fewer: its counts are all there is. */
export const isFew = (shown: Shown): boolean => shown.unit === 'share' && typeof shown.denominator === 'number' && shown.denominator < 30

/** A figure without the counts behind it, where a share has enough of them. */
export const rate = (shown: Shown, currency: string, cents = true): string => (isCounted(shown) && shown.value !== null ? formatShareOf(shown.value) : say(shown, currency, cents))

/** What a slide is of, where its title does not say it already. */
export const besides = (what: string, title: string): string | null => (title.toLowerCase().includes(what.toLowerCase()) ? null : what)

/** "on 3 Mar", "in the week from 3 Mar", "in Mar 2026". */
export const during = (period: string, interval: Interval): string => (interval === 'day' ? `on ${formatPeriod(period, 'day')}` : interval === 'week' ? `in the week from ${formatPeriod(period, 'day')}` : `in ${formatPeriod(period, interval)}`)

export type Box = { w: number; h: number; /** The size of chart text, px. */ em: number }

/** Room for a drawing: measured, and drawn in its own pixels, so that type keeps the wall's size. */
export function Chart({ label, children }: { label: string; children: (box: Box) => ReactNode }) {
  const place = useRef<HTMLDivElement>(null)
  const [box, setBox] = useState<Box | null>(null)
  useEffect(() => {
    const element = place.current
    if (!element) return
    const observer = new ResizeObserver(() => {
      const { clientWidth: w, clientHeight: h } = element
      const em = Number.parseFloat(getComputedStyle(element).fontSize)
      setBox((old) => (old && old.w === w && old.h === h && old.em === em ? old : { w, h, em }))
    })
    observer.observe(element)
    return () => observer.disconnect()
  }, [])
  return (
    <div ref={place} className="wall-chart">
      {box && box.w > 0 && box.h > 0 && <svg role="img" aria-label={label} viewBox={`0 0 ${box.w} ${box.h}`}>{children(box)}</svg>}
    </div>
  )
}

/** Text as large as its length allows; `most` in parts of the wall. */
export function BigFigure({ text, most = 36, tone }: { text: string; most?: number; tone?: 'alarm' | 'good' }) {
  return <p className={tone ? `wall-figure wall-${tone}` : 'wall-figure'} style={{ '--n': Math.max(2, text.length), '--most': most } as React.CSSProperties}>{text}</p>
}
