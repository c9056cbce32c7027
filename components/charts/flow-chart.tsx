'use client'
import { formatCount } from '../ui/format'
import { placeFlow, type FlowLink, type FlowPlace, type PlacedNode } from './flow'
import { Frame, Mark, useSelect, type Selectable } from './frame'
import { fit, textWidth } from './prepare'

export type FlowChartProps = Selectable & {
  label: string
  /** In order, from the top. */
  places: readonly FlowPlace[]
  links: readonly FlowLink[]
  /** What the two sides are: "1 Jan 2026", "1 Jul 2026". */
  sides: readonly [string, string]
  unit: string
  height?: number
  className?: string
}

const TOP = 24
const BAR = 8

/** Who went from where to where between two days: bands as wide as their customers, names and counts beside them. */
export function FlowChart({ label, places, links, sides, unit, height = 320, className, ...selectable }: FlowChartProps) {
  const select = useSelect(selectable)
  const name = (key: string) => places.find((place) => place.key === key)?.label ?? key
  const table = {
    head: [`${sides[0]} → ${sides[1]}`, unit],
    rows: links.map((link) => ({ key: `${link.from} ${link.to} ${link.how}`, cells: [{ text: `${name(link.from)} → ${name(link.to)}${link.how ? `, ${link.how}` : ''}` }, { text: formatCount(link.value), cell: link.cell }] })),
  }
  return (
    <Frame label={label} table={table} empty={links.length === 0} inspect={selectable.inspect} className={className}>
      {(width) => {
        const flow = placeFlow(places, links, height)
        const widest = Math.max(0, ...[...flow.left, ...flow.right].map((node) => textWidth(`${node.label} ${formatCount(node.value)}`, 13)))
        const side = Math.min(width * 0.38, widest + 16)
        const [x0, x1] = [side + BAR, width - side - BAR]
        return (
          <svg viewBox={`0 0 ${width} ${flow.height + TOP + 12}`} width="100%" height={flow.height + TOP + 12} className="block overflow-visible">
            <text x={side} y={12} textAnchor="end" fontSize={12} fill="var(--muted)">{sides[0]}</text>
            <text x={width - side} y={12} fontSize={12} fill="var(--muted)">{sides[1]}</text>
            <g transform={`translate(0 ${TOP})`}>
              {flow.links.map((link) => {
                const [a, b, middle] = [link.fromY + link.height / 2, link.toY + link.height / 2, (x0 + x1) / 2]
                return (
                  <Mark key={`${link.from} ${link.to} ${link.how}`} label={`${name(link.from)} to ${name(link.to)}${link.how ? `, ${link.how}` : ''}: ${formatCount(link.value)} ${unit}`} select={select} cell={link.cell} stop={false}>
                    <path d={`M${x0} ${a}C${middle} ${a} ${middle} ${b} ${x1} ${b}`} fill="none" stroke={link.colour} strokeWidth={link.height} strokeOpacity={0.45} />
                  </Mark>
                )
              })}
              {flow.left.map((node) => <Place key={node.key} node={node} x={side} text={side - 8} anchor="end" room={side - 8} />)}
              {flow.right.map((node) => <Place key={node.key} node={node} x={x1} text={x1 + BAR + 8} anchor="start" room={side - 8} />)}
            </g>
          </svg>
        )
      }}
    </Frame>
  )
}

function Place({ node, x, text, anchor, room }: { node: PlacedNode; x: number; text: number; anchor: 'start' | 'end'; room: number }) {
  const count = formatCount(node.value)
  return (
    <g>
      <rect x={x} y={node.y} width={BAR} height={node.height} fill={node.colour} />
      <text x={text} y={node.y + node.height / 2 + 4} textAnchor={anchor} fontSize={13} fill="var(--ink)">
        {fit(node.label, room - textWidth(` ${count}`, 13), 13)} <tspan fill="var(--muted)">{count}</tspan>
      </text>
    </g>
  )
}
