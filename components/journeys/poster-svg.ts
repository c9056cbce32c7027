import { cellKey, LANE_HINTS, type Cell, type Lane, type MapContent, type Step } from '@/server/domain/journeys/content'
import { heightOf, smoothPath } from './curve'
import { REGULAR, widthOf, wrap as wrapText } from './poster-letters'

/** Colours as they are, since a picture has no style sheet. */
export type PosterInk = Record<'paper' | 'ink' | 'muted' | 'hairline' | 'accent' | 'failed' | 'exceeded', string>
/** What the record says of a step, in words; `figure` is how much happened, null where nothing did. */
export type PosterRecord = ReadonlyMap<string, { touchpoint: string; moment: boolean; figure: string | null; lines: readonly string[] }>
export type Poster = { title: string; subtitle: string; map: MapContent; record: PosterRecord; ink: PosterInk; /** Which of several sheets. */ sheet?: string; /** How lines are broken, and cells by lane and step, where a sheet is drawn many times. */ wrap?: typeof wrapText; cells?: Cells }
type Cells = ReadonlyMap<string, Cell>
export const cellsOf = (map: MapContent): Cells => new Map(map.cells.map((cell) => [cellKey(cell.lane, cell.step), cell]))
/** Steps in a band, the width of each, and room added to the feelings and to every other row. */
export type Layout = { columns: number; col: number; feelings?: number; air?: number }
export type Sheeted = { svg: string; width: number; height: number }
export type Drawn = { width: number; height: number; body: string }

const [HEAD, PAD, LINE, FEELINGS, TOP] = [150, 12, 17, 124, 98]
const FONT = 'Geist, "Geist Variable", Inter, system-ui, sans-serif'

/** How wide a drawing of so many steps is. */
export const widthWith = (columns: number, col: number) => HEAD + col * columns + 2 * PAD
/** Lanes somebody has written in. */
export const laneRows = (map: MapContent): Lane[] => map.lanes.filter((lane) => map.cells.some((cell) => cell.lane === lane.id))

export function framed({ ink }: Poster, { body }: Drawn, box: { width: number; height: number }, margin = 0): Sheeted {
  const [width, height] = [box.width + 2 * margin, box.height + 2 * margin]
  return { width, height, svg: `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="${-margin} ${-margin} ${width} ${height}" font-family='${FONT}'><rect x="${-margin}" y="${-margin}" width="${width}" height="${height}" fill="${ink.paper}"/>${body}</svg>` }
}

/** The poster in bands of `layout.columns` steps below each other; `before`: steps on earlier sheets. */
export function drawPoster({ title, subtitle, map, record, ink, sheet = '', wrap = wrapText, cells = cellsOf(map) }: Poster, layout: Layout, before: readonly Step[] = []): Drawn {
  const pen = new Pen(ink)
  const { columns, col } = layout
  const width = widthWith(columns, col)
  const lanes = laneRows(map)
  pen.text(PAD, 44, title, 36, { weight: 600 })
  pen.text(PAD, 70, [subtitle, sheet].filter(Boolean).join(' · '), 14, { fill: ink.muted })
  let y = TOP
  for (let from = 0; from === 0 || from < map.steps.length; from += columns) {
    y = band({ map, lanes, cells, record, ink, pen, layout, before, wrap }, map.steps.slice(from, from + columns), from, y)
    y += 32
  }
  const signs = { evidence: map.cells.some(({ evidence: marked }) => marked !== null), feelings: lanes.some(({ kind }) => kind === 'feelings'), moments: [...record.values()].some(({ moment }) => moment) }
  if (signs.evidence || signs.feelings || signs.moments) legend(pen, ink, y, signs)
  return { width, height: y + 12, body: pen.marks.join('') }
}

class Pen {
  readonly marks: string[] = []
  constructor(private readonly ink: PosterInk) {}
  text(x: number, y: number, said: string, size: number, { weight = 400, fill = this.ink.ink }: { weight?: number; fill?: string } = {}) {
    this.marks.push(`<text x="${x}" y="${y}" font-size="${size}" font-weight="${weight}" fill="${fill}">${escape(said)}</text>`)
  }
  line(x1: number, y1: number, x2: number, y2: number, stroke: string) {
    this.marks.push(`<line x1="${x1}" y1="${y1}" x2="${x2}" y2="${y2}" stroke="${stroke}"/>`)
  }
}

type Sheet = { map: MapContent; lanes: readonly Lane[]; cells: Cells; record: PosterRecord; ink: PosterInk; pen: Pen; layout: Layout; before: readonly Step[]; wrap: typeof wrapText }
const columnOf = ({ layout: { col } }: Sheet, at: number) => PAD + HEAD + at * col

/** One band of steps with everything below them; answers where it ends. */
function band(sheet: Sheet, steps: readonly Step[], from: number, top: number): number {
  const { map, lanes, cells, record, ink, pen, before, wrap, layout: { col, feelings: higher = 0, air = 0 } } = sheet
  const columnX = (at: number) => columnOf(sheet, at)
  const start = pen.marks.length
  const last = from > 0 ? map.steps[from - 1] : before.at(-1)
  const right = columnX(steps.length)
  const cellOf = (lane: Lane, step: Step): Cell | undefined => cells.get(cellKey(lane.id, step.id))
  let y = top + 12
  steps.forEach((step, at) => {
    const phase = map.phases.find(({ id }) => id === step.phase)
    if (!phase || (at > 0 && steps[at - 1]?.phase === step.phase)) return
    const said = `${phase.name || 'Phase'}${at === 0 && last?.phase === step.phase ? ', continued' : ''}`
    pen.text(columnX(at) + PAD, y, said, 15, { weight: 600 })
    // Before, during or after the heart of the matter, where the name does not say so itself.
    if (phase.name.toLowerCase() !== phase.when) pen.text(columnX(at) + PAD + widthOf(said, 15) + 8, y, phase.when, 12, { fill: ink.muted })
  })
  y += 12
  const head = y
  pen.line(PAD, y, right, y, ink.ink)
  const names = steps.map((step) => wrap(step.name, col - 2 * PAD, 15))
  names.forEach((lines, at) => {
    pen.text(columnX(at) + PAD, y + 20, String(before.length + from + at + 1), 12, { fill: ink.muted })
    lines.forEach((part, i) => pen.text(columnX(at) + PAD, y + 40 + i * 19, part, 15, { weight: 600 }))
  })
  y += 36 + Math.max(1, ...names.map((lines) => lines.length)) * 19
  const said = steps.map((step) => record.get(step.id))
  if (said.some(Boolean)) {
    pen.line(PAD, y, right, y, ink.hairline)
    pen.text(PAD, y + 22, 'What happened', 13, { weight: 550 })
    const depth = said.map((one, at) => (one ? happened(sheet, one, columnX(at) + PAD, y) : unbound(sheet, columnX(at) + PAD, y)))
    y += Math.max(...depth) + 14
  }
  for (const lane of lanes) {
    pen.line(PAD, y, right, y, ink.hairline)
    wrap(lane.name, HEAD - 2 * PAD, 13).forEach((part, i) => pen.text(PAD, y + 22 + i * LINE, part, 13, { weight: 550 }))
    if (lane.kind === 'feelings') {
      wrap(LANE_HINTS.feelings ?? '', HEAD - 2 * PAD, 12).forEach((part, i) => pen.text(PAD, y + 40 + i * 15, part, 12, { fill: ink.muted }))
      feelings(sheet, steps.map((step) => cellOf(lane, step)), y, FEELINGS + higher)
      y += FEELINGS + higher
      continue
    }
    const wrapped = steps.map((step) => ({ cell: cellOf(lane, step), lines: wrap(cellOf(lane, step)?.text ?? '', (col - 2 * PAD - 12) / REGULAR, 13) }))
    wrapped.forEach(({ cell, lines }, at) => {
      lines.forEach((part, i) => pen.text(columnX(at) + PAD, y + 22 + i * LINE, part, 13, { fill: cell?.evidence === 'assumed' ? ink.muted : ink.ink }))
      if (cell?.evidence && cell.text !== '') evidence(pen, ink, cell.evidence, columnX(at) + col - PAD, y + 18)
    })
    y += Math.max(1, ...wrapped.map(({ lines }) => lines.length)) * LINE + 18 + air
  }
  pen.line(PAD, y, right, y, ink.hairline)
  // Beneath what is written and drawn: a curve is not cut by its columns.
  const written = pen.marks.slice(start)
  pen.marks.length = start
  steps.forEach((step, at) => pen.line(columnX(at), head, columnX(at), y, at === 0 || steps[at - 1]?.phase !== step.phase ? ink.muted : ink.hairline))
  for (const mark of written) pen.marks.push(mark)
  return y
}

/** Between two things said of a step. */
const BETWEEN = 4

function happened({ pen, ink, wrap, layout: { col } }: Sheet, { touchpoint, moment, figure, lines }: NonNullable<ReturnType<PosterRecord['get']>>, x: number, y: number): number {
  let depth = 22
  const place = wrap(`${moment ? '◆ ' : ''}${touchpoint}`, col - 2 * PAD, 12)
  place.forEach((part, i) => pen.text(x, y + depth + i * 15, part, 12, { fill: moment ? ink.accent : ink.muted }))
  depth += place.length * 15
  if (figure !== null) {
    pen.text(x, y + depth + 8, figure, 20, { weight: 600 })
    depth += 26
  }
  for (const said of lines) {
    for (const part of wrap(said, (col - 2 * PAD) / REGULAR, 12)) {
      pen.text(x, y + depth, part, 12, { fill: ink.muted })
      depth += 16
    }
    // So that one sees from afar where the next one begins.
    depth += BETWEEN
  }
  return depth - 8
}

function unbound({ pen, ink, wrap, layout: { col } }: Sheet, x: number, y: number): number {
  const lines = wrap('not bound to the record', col - 2 * PAD, 12)
  lines.forEach((part, i) => pen.text(x, y + 22 + i * 15, part, 12, { fill: ink.muted }))
  return 7 + lines.length * 15
}

function feelings(sheet: Sheet, cells: readonly (Cell | undefined)[], y: number, high: number): void {
  const { pen, ink, wrap, layout: { col } } = sheet
  const columnX = (at: number) => columnOf(sheet, at)
  // What was felt is written below the curve, not through it.
  const drawn = cells.some((cell) => cell?.text) ? high - 34 : high
  const runs = (of: 'as_is' | 'to_be') => cells.reduce<{ x: number; y: number; value: number }[][]>((all, cell, at) => {
    const value = cell?.[of] ?? null
    if (value === null) return [...all, []]
    all.at(-1)?.push({ x: columnX(at) + col / 2, y: y + heightOf(value, drawn), value })
    return all
  }, [[]]).filter((run) => run.length > 0)
  pen.marks.push(`<line x1="${columnX(0)}" y1="${y + drawn / 2}" x2="${columnX(cells.length)}" y2="${y + drawn / 2}" stroke="${ink.hairline}" stroke-dasharray="1 4"/>`)
  for (const run of runs('to_be')) pen.marks.push(`<path d="${smoothPath(run)}" fill="none" stroke="${ink.accent}" stroke-width="2" stroke-dasharray="5 5"/>`)
  for (const run of runs('as_is')) {
    pen.marks.push(`<path d="${smoothPath(run)}" fill="none" stroke="${ink.ink}" stroke-width="2"/>`)
    for (const point of run) pen.marks.push(`<circle cx="${point.x}" cy="${point.y}" r="6" stroke="${ink.paper}" stroke-width="2" fill="${point.value < 0 ? ink.failed : point.value > 0 ? ink.exceeded : ink.ink}"/>`)
  }
  cells.forEach((cell, at) => wrap(cell?.text ?? '', col - 2 * PAD, 12).slice(0, 2).forEach((part, i) => pen.text(columnX(at) + PAD, y + high - 22 + i * 15, part, 12, { fill: ink.muted })))
}

function evidence({ marks }: Pen, ink: PosterInk, kind: NonNullable<Cell['evidence']>, x: number, y: number): void {
  marks.push(`<circle cx="${x}" cy="${y}" r="4" fill="${kind === 'observed' ? ink.muted : 'none'}" stroke="${ink.muted}" stroke-width="1.2"/>`)
  if (kind === 'reported') marks.push(`<path d="M${x} ${y - 4}a4 4 0 0 1 0 8z" fill="${ink.muted}"/>`)
}

/** What the signs mean that are drawn here, in one line at the foot. */
function legend(pen: Pen, ink: PosterInk, y: number, signs: { evidence: boolean; feelings: boolean; moments: boolean }): void {
  let x = PAD
  const word = (said: string) => {
    pen.text(x, y, said, 12, { fill: ink.muted })
    x += widthOf(said, 12) + 14
  }
  if (signs.evidence) {
    for (const [kind, said] of [['assumed', 'assumed'], ['reported', 'reported by customers'], ['observed', 'observed']] as const) {
      evidence(pen, ink, kind, x + 4, y - 4)
      x += 14
      word(said)
    }
  }
  if (signs.feelings) {
    pen.marks.push(`<line x1="${x}" y1="${y - 4}" x2="${x + 20}" y2="${y - 4}" stroke="${ink.ink}" stroke-width="2"/>`)
    x += 26
    word('feels as it is')
    pen.marks.push(`<line x1="${x}" y1="${y - 4}" x2="${x + 20}" y2="${y - 4}" stroke="${ink.accent}" stroke-width="2" stroke-dasharray="5 5"/>`)
    x += 26
    word('should feel')
  }
  if (!signs.moments) return
  pen.text(x, y, '◆', 12, { fill: ink.accent })
  x += 14
  word('a moment that matters')
}

const escape = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
