import type { Lane } from '@/server/domain/journeys/content'
import { rememberingWrap } from './poster-letters'
import { cellsOf, drawPoster, framed, laneRows, widthWith, type Drawn, type Layout, type Poster, type Sheeted } from './poster-svg'

/** Millimetres of a sheet across, less margins of 9 mm, and the smallest letters on it in points: a poster is read from further away. */
const PAPERS = { A3: { width: 402, height: 279, points: 7 }, A4: { width: 279, height: 192, points: 6 } } as const
export type Paper = keyof typeof PAPERS
/** Height of the letters a cell is written in, in units of the drawing; the smallest that matter. */
const LETTERS = 13
const POINT = 25.4 / 72

/** Narrower columns are larger on paper, and hold fewer words in a line. */
const WIDTHS = [148, 164, 184, 216, 264]
const WIDEST = 340
const MOST_BANDS = 6
/** What reads on from band to band must be so much larger than in one. */
const WORTH_A_BREAK = 1.35
/** So much may be added to the room of the feelings, and to any other row, where a sheet is not full. */
const AIR = { feelings: 220, row: 44 }

/** A picture has no paper around it. */
const EDGE = 32

/** Room of a sheet in units of the drawing at the smallest letters allowed. */
const roomOf = (paper: Paper) => {
  const { width, height, points } = PAPERS[paper]
  const unit = (points * POINT) / LETTERS
  return { width: width / unit, height: height / unit }
}
type Room = ReturnType<typeof roomOf>
const sizeIn = (room: Room, { width, height }: { width: number; height: number }) => Math.min(room.width / width, room.height / height)

/** The map as one picture, for a slide or a screen; lanes nobody has written in are left out. */
export function posterSvg(poster: Poster): Sheeted {
  const [room, prepared] = [roomOf('A3'), quick(poster)]
  return filled(prepared, largest(prepared, room), room, EDGE)
}

/**
 * The map for paper: one sheet while what it says can be read there, else as few as it can be read on, steps going on from
 * sheet to sheet, and lanes too where even a few steps are higher than a sheet. All sheets are of one scale.
 */
export function posterSheets(given: Poster, paper: Paper = 'A3'): Sheeted[] {
  const room = roomOf(paper)
  const poster = quick(given)
  const { steps } = poster.map
  const lanes = laneRows(poster.map)
  // Where not even its width would fit, drawing it would be work for nothing.
  const narrowest = widthWith(Math.ceil(steps.length / MOST_BANDS), Math.min(...WIDTHS))
  const whole = steps.length === 0 || narrowest <= room.width ? largest(poster, room) : null
  if (whole && (steps.length === 0 || whole.size >= 1)) return [filled(poster, whole, room)]
  const cut = WIDTHS.flatMap((col) => {
    const across = Math.ceil(steps.length / Math.max(1, Math.floor((room.width - widthWith(0, col)) / col)))
    const columns = Math.ceil(steps.length / across)
    for (let deep = 1; deep <= Math.max(1, lanes.length); deep++) {
      const sheets = sheetsOf(poster, { columns, col }, Math.ceil(lanes.length / deep) || 1)
      // One that is too high is enough to know; the last way of cutting is taken as it is.
      if (deep >= lanes.length || sheets.fit(room)) return [{ sheets, size: Math.min(...sheets.drawn().map((sheet) => sizeIn(room, sheet))), count: across * deep }]
    }
    return []
  })
  const best = cut.reduce((a, b) => (b.size >= 1) === (a.size >= 1) ? (b.count < a.count || (b.count === a.count && b.size > a.size) ? b : a) : b.size >= 1 ? b : a)
  const sheets = best.sheets.drawn()
  const box = boxOf(room, { width: Math.max(...sheets.map(({ width }) => width)), height: Math.max(...sheets.map(({ height }) => height)) })
  return best.sheets.filling(box).map((sheet) => framed(poster, sheet, box))
}

/** It is laid out many times before it is drawn. */
const quick = (poster: Poster): Poster => ({ ...poster, wrap: rememberingWrap(), cells: cellsOf(poster.map) })

type Laid = { layout: Layout; size: number; drawn: Drawn }

/** On one sheet: as large as it gets, in one band unless several are much larger. */
function largest(poster: Poster, room: Room): Laid {
  const steps = poster.map.steps.length
  const best = (bands: number) => WIDTHS.map((col): Laid => {
    const layout = { columns: Math.ceil(steps / bands) || 1, col }
    const drawn = drawPoster(poster, layout)
    return { layout, drawn, size: sizeIn(room, drawn) }
  }).reduce((a, b) => (b.size > a.size ? b : a))
  return Array.from({ length: Math.min(MOST_BANDS, Math.max(1, steps)) }, (_, i) => best(i + 1)).reduce((a, b) => (b.size > a.size * WORTH_A_BREAK ? b : a))
}

/** Wider columns where a sheet is not full across, more room in its rows where it is not full down. */
function filled(poster: Poster, { layout, drawn }: Laid, room: Room, margin = 0): Sheeted {
  const across = (drawn.height * room.width) / room.height
  const col = Math.max(layout.col, Math.min(WIDEST, Math.floor((across - widthWith(0, layout.col)) / layout.columns)))
  const wide = drawPoster(poster, { ...layout, col })
  const box = boxOf(room, wide)
  const bands = Math.ceil(poster.map.steps.length / layout.columns) || 1
  const rows = laneRows(poster.map)
  return framed(poster, drawPoster(poster, { ...layout, col, ...airFor(rows, (box.height - wide.height) / bands) }), box, margin)
}

/** How what is left of a sheet's height is shared out: half of it to the feelings, which are seen from furthest away. */
function airFor(rows: readonly Lane[], spare: number): Pick<Layout, 'feelings' | 'air'> {
  const feelings = rows.some(({ kind }) => kind === 'feelings') ? Math.min(AIR.feelings, spare / 2) : 0
  return { feelings: Math.floor(feelings), air: Math.max(0, Math.min(AIR.row, Math.floor((spare - feelings) / Math.max(1, rows.length)))) }
}

/** What a drawing stands on, of the paper's shape. */
const boxOf = (room: Room, { width, height }: { width: number; height: number }) => {
  const wide = Math.max(width, (height * room.width) / room.height)
  return { width: Math.ceil(wide), height: Math.ceil((wide * room.height) / room.width) }
}

/** Sheets of so many steps and lanes: whether all fit a room, looking no further than the first that does not; as they come; and filling a height. */
function sheetsOf(poster: Poster, layout: Layout, rows: number) {
  const { map } = poster
  const lanes = laneRows(map)
  const parts = Array.from({ length: Math.ceil(map.steps.length / layout.columns) }, (_, i) => i * layout.columns)
    .flatMap((from) => Array.from({ length: Math.ceil(lanes.length / rows) || 1 }, (_, i) => ({ from, lane: i * rows })))
  const sheet = ({ from, lane }: (typeof parts)[number], at: number, air: ReturnType<typeof airFor> = {}) => drawPoster({
    ...poster, sheet: `sheet ${at + 1} of ${parts.length}${lane > 0 ? `, hangs below sheet ${at}` : ''}`, record: lane === 0 ? poster.record : new Map(),
    map: { ...map, steps: map.steps.slice(from, from + layout.columns), lanes: lanes.slice(lane, lane + rows) },
  }, { ...layout, ...air }, map.steps.slice(0, from))
  return {
    fit: (room: Room) => parts.every((part, at) => sizeIn(room, sheet(part, at)) >= 1),
    drawn: () => parts.map((part, at) => sheet(part, at)),
    filling: ({ height }: { height: number }) => parts.map((part, at) => sheet(part, at, airFor(lanes.slice(part.lane, part.lane + rows), height - sheet(part, at).height))),
  }
}
