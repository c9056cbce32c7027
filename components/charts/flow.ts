import type { Cell } from './prepare'

/** `how` tells bands between the same two places apart, in words: “by a new definition”. */
export type FlowLink = { from: string; to: string; value: number; colour: string; how?: string; cell?: Cell }
export type FlowPlace = { key: string; label: string; colour: string }
export type PlacedNode = FlowPlace & { y: number; height: number; value: number }
export type PlacedLink = FlowLink & { fromY: number; toY: number; height: number }
export type Flow = { left: PlacedNode[]; right: PlacedNode[]; links: PlacedLink[]; height: number }

/** Gap between two places, tall enough that their labels never touch. */
const GAP = 20
const LEAST = 1.5

/**
 * Where everything of a flow stands: places in their order on either side, as tall as what leaves or enters them, the
 * links between them in the same order, so that few cross. `room`: pixels all flows together may be tall.
 */
export function placeFlow(places: readonly FlowPlace[], links: readonly FlowLink[], room: number): Flow {
  const total = links.reduce((sum, link) => sum + link.value, 0)
  const scale = total > 0 ? room / total : 0
  const order = new Map(places.map(({ key }, i) => [key, i]))
  const at = (key: string) => order.get(key) ?? places.length
  const sum = (side: 'from' | 'to', key: string) => links.reduce((all, link) => all + (link[side] === key ? link.value : 0), 0)
  const column = (side: 'from' | 'to'): PlacedNode[] => {
    let y = 0
    return places.flatMap((place) => {
      const value = sum(side, place.key)
      if (value === 0) return []
      const node = { ...place, value, y, height: Math.max(LEAST, value * scale) }
      y += node.height + GAP
      return [node]
    })
  }
  const left = column('from')
  const right = column('to')
  const used = new Map<string, number>()
  const take = (side: string, node: PlacedNode | undefined, height: number) => {
    const key = `${side} ${node?.key}`
    const before = used.get(key) ?? 0
    used.set(key, before + height)
    return (node?.y ?? 0) + before
  }
  const placed = links.toSorted((a, b) => at(a.from) - at(b.from) || at(a.to) - at(b.to)).map((link) => {
    const height = link.value * scale
    return { ...link, height: Math.max(LEAST, height), fromY: take('from', left.find((n) => n.key === link.from), height), toY: take('to', right.find((n) => n.key === link.to), height) }
  })
  const end = (nodes: PlacedNode[]) => { const last = nodes.at(-1); return last ? last.y + last.height : 0 }
  return { left, right, links: placed, height: Math.max(end(left), end(right)) }
}
