import type { RowOf } from '@/server/reports/answer'

type Row = Pick<RowOf<'journey-deviations'>, 'kind' | 'touchpoint' | 'to' | 'label' | 'to_label' | 'step' | 'position' | 'customers'>
export type FlowNode = { key: string; label: string; customers: number; foreign: boolean; x: number }
export type FlowEdge = { from: string; to: string; customers: number; path: string; width: number; /** Against the order of the map. */ back: boolean; /** To or from a touchpoint that has no place in that order. */ aside: boolean; x: number; y: number }
export type Flow = { nodes: FlowNode[]; edges: FlowEdge[]; width: number; height: number; base: number; left: number }

const [GAP, TOP, MARGIN] = [132, 28, 66]
/** More arcs than these are a thicket. */
const MOST_EDGES = 24
const MOST_FOREIGN = 4
const WIDEST = 18

/**
 * Where customers went, as arcs over the map's steps in their order: ways on above the line, ways back below it, as wide
 * as there are customers. The touchpoints that are not on the map stand at its end; a way from there goes neither on nor back.
 */
export function flowOf(rows: readonly Row[]): Flow {
  const reached = rows.filter((row) => row.kind === 'reached').toSorted((a, b) => (a.position ?? 0) - (b.position ?? 0))
  const foreign = rows.filter((row) => row.kind === 'foreign' && row.customers > 0).toSorted((a, b) => b.customers - a.customers).slice(0, MOST_FOREIGN)
  const nodes = [...reached, ...foreign].map((row, index): FlowNode => ({ key: row.touchpoint, label: row.label, customers: row.customers, foreign: row.kind === 'foreign', x: MARGIN + index * GAP }))
  const at = new Map(nodes.map((node) => [node.key, node]))
  const ways = rows.filter((row) => row.kind === 'next' && row.customers > 0 && at.has(row.touchpoint) && at.has(row.to)).toSorted((a, b) => b.customers - a.customers).slice(0, MOST_EDGES)
  const most = Math.max(1, ...ways.map((row) => row.customers))
  const far = (row: Row) => Math.abs((at.get(row.to)?.x ?? 0) - (at.get(row.touchpoint)?.x ?? 0))
  const aside = (row: Row) => [row.touchpoint, row.to].some((key) => at.get(key)?.foreign)
  const goesBack = (row: Row) => !aside(row) && (at.get(row.to)?.x ?? 0) < (at.get(row.touchpoint)?.x ?? 0)
  const tall = (back: boolean) => Math.max(0, ...ways.filter((row) => goesBack(row) === back).map((row) => rise(far(row))))
  const base = TOP + tall(false)
  const edges = ways.map((row): FlowEdge => {
    const [from, to] = [at.get(row.touchpoint)?.x ?? 0, at.get(row.to)?.x ?? 0]
    const back = goesBack(row)
    const peak = back ? base + LABEL + rise(far(row)) : base - rise(far(row))
    const start = back ? base + LABEL : base
    return { from: row.touchpoint, to: row.to, customers: row.customers, back, aside: aside(row), width: Math.max(1, (WIDEST * row.customers) / most), x: (from + to) / 2, y: peak, path: `M${from} ${start} C${from} ${peak + (peak - start) / 3} ${to} ${peak + (peak - start) / 3} ${to} ${start}` }
  })
  return { nodes, edges, base, left: MARGIN, width: 2 * MARGIN + Math.max(0, nodes.length - 1) * GAP, height: base + LABEL + tall(true) + TOP }
}

/** Room for a node's name between the two sides. */
export const LABEL = 58
const rise = (distance: number) => 16 + Math.min(150, distance * 0.2)
