'use client'
import type { CSSProperties } from 'react'
import { Inspectable, useInspect } from '../shell/inspector-context'
import { formatCount, formatRate } from '../ui/format'
import { colour } from '../ui/tokens'
import { flowOf, LABEL } from './flow'
import type { RecordParameters } from './record-parameters'
import { moved, type Compare, type Way } from './ways'

/** What a sheet of A4 or Letter, lying, has across, in CSS pixels. */
const SHEET = 940

/** The flow over the map's steps; every arc and every name opens the customers behind it. */
export function FlowChart({ rows, parameters, compare }: { rows: readonly Way[]; parameters: RecordParameters; compare: Compare }) {
  const flow = flowOf(rows)
  const inspect = useInspect()
  const all = rows[0]?.all_customers ?? 0
  const target = (kind: string, touchpoint: string, to = '') => ({ report: 'journey-deviations', parameters: { ...parameters }, cell: { kind, touchpoint, to, field: 'customers' } })
  const change = (kinds: readonly Way['kind'][], touchpoint: string, to = '') => rows.filter((row) => kinds.includes(row.kind) && row.touchpoint === touchpoint && row.to === to).map((row) => moved(row, compare))[0] ?? ''
  const name = (key: string) => flow.nodes.find((node) => node.key === key)?.label ?? key
  return (
    <div data-part="flow" className="overflow-x-auto pb-2">
      <div className="relative" style={{ width: flow.width, height: flow.height, '--fit': Math.min(1, SHEET / flow.width) } as CSSProperties}>
        <svg role="img" aria-label={`Ways of ${formatCount(all)} customers between touchpoints; the same as a list below`} viewBox={`0 0 ${flow.width} ${flow.height}`} className="absolute inset-0 size-full">
          {flow.edges.map((edge) => (
            <path key={`${edge.from} ${edge.to}`} d={edge.path} fill="none" stroke={edge.back ? colour('failed') : colour(edge.aside ? 'edge' : 'accent')} strokeOpacity={edge.aside ? 0.4 : 0.5} strokeWidth={edge.width} className="cursor-pointer hover:[stroke-opacity:0.9]" onClick={() => inspect?.(target('next', edge.from, edge.to))}>
              <title>{`${name(edge.from)} → ${name(edge.to)}: ${formatCount(edge.customers)} customers${change(['next'], edge.from, edge.to)}`}</title>
            </path>
          ))}
        </svg>
        {flow.nodes.map((node) => (
          <div key={node.key} className="absolute grid w-31 -translate-x-1/2 content-start justify-items-center gap-0.5 text-center" style={{ left: node.x, top: flow.base, height: LABEL }}>
            <i aria-hidden className="-mt-1 size-2 rounded-full border-2 border-paper bg-ink" style={node.foreign ? { background: colour('edge') } : undefined} />
            <span className={`line-clamp-2 text-12 leading-tight ${node.foreign ? 'text-muted italic' : 'font-medium'}`}>{node.label}</span>
            <span className="text-12 text-muted"><Inspectable target={target(node.foreign ? 'foreign' : 'reached', node.key)}>{formatRate(node.customers, all)}</Inspectable>{change(['reached', 'foreign'], node.key)}</span>
          </div>
        ))}
      </div>
    </div>
  )
}
