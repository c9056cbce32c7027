import { LANE_HINTS, type Cell, type Lane, type MapContent, type Step } from '@/server/domain/journeys/content'
import { heightOf, smoothPath } from './curve'

/** Colours as they are, since a picture has no style sheet. */
export type PosterInk = Record<'paper' | 'ink' | 'muted' | 'hairline' | 'accent' | 'failed' | 'exceeded', string>
/** What the record says of a step, in words; the first line is the figure. */
export type PosterRecord = ReadonlyMap<string, { touchpoint: string; moment: boolean; lines: readonly string[] }>
export type Poster = { title: string; subtitle: string; map: MapContent; record: PosterRecord; ink: PosterInk }

const [COL, HEAD, PAD, LINE, FEELINGS, TOP] = [184, 168, 12, 17, 124, 84]
const FONT = 'Geist, "Geist Variable", Inter, system-ui, sans-serif'
/** Mean width of a letter, of the font's size: wraps a little early rather than late. */
const LETTER = 0.54
/** Width over height of a sheet across (ISO 216). */
const SHEET = Math.SQRT2
const MOST_BANDS = 6

/**
 * The map as one SVG for paper or a slide. A long map goes on in bands below each other, as many as make it largest on a
 * sheet across; lanes nobody has written in are left out.
 */
export function posterSvg(poster: Poster): Sheeted {
  return framed(poster, largest(poster))
}

/** What fits on an A3 sheet across, in units of the drawing, with text of 13 units at least 6 points high. */
const [READABLE_WIDTH, READABLE_HEIGHT] = [2460, 1705]
const MOST_SHEETS = 40
type Sheeted = { svg: string; width: number; height: number }
type Drawn = { width: number; height: number; body: string }
const readable = ({ width, height }: Drawn) => Math.min(READABLE_WIDTH / width, READABLE_HEIGHT / height)

/**
 * The map for paper: one sheet while what it says can be read there, else as few as it can be read on, steps going on from
 * sheet to sheet, and lanes too where even a few steps are higher than a sheet.
 */
export function posterSheets(poster: Poster): Sheeted[] {
  const whole = largest(poster)
  if (readable(whole) >= 1) return [framed(poster, whole)]
  const { steps } = poster.map
  const lanes = poster.map.lanes.filter((lane) => poster.map.cells.some((cell) => cell.lane === lane.id))
  let best: { sheets: Drawn[]; scale: number } = { sheets: [whole], scale: readable(whole) }
  for (let pieces = 2; pieces <= MOST_SHEETS; pieces++) {
    for (let deep = 1; deep <= Math.min(6, lanes.length, pieces); deep++) {
      if (pieces % deep !== 0) continue
      const columns = Math.max(1, Math.ceil(steps.length / (pieces / deep)))
      const rows = Math.ceil(lanes.length / deep)
      const parts = Array.from({ length: Math.ceil(steps.length / columns) }, (_, i) => i * columns).flatMap((from) => Array.from({ length: deep }, (_, i) => ({ from, lane: i * rows })))
      const sheets = parts.map(({ from, lane }, at) => drawn({
        ...poster, subtitle: [poster.subtitle, `sheet ${at + 1} of ${parts.length}`].filter(Boolean).join(' · '), record: lane === 0 ? poster.record : new Map(),
        map: { ...poster.map, steps: steps.slice(from, from + columns), lanes: lanes.slice(lane, lane + rows) },
      }, columns, steps.slice(0, from)))
      const scale = Math.min(...sheets.map(readable))
      if (scale >= 1) return sheets.map((sheet) => framed(poster, sheet))
      if (scale > best.scale) best = { sheets, scale }
    }
  }
  return best.sheets.map((sheet) => framed(poster, sheet))
}

/** In as many bands as make it largest on a sheet across. */
function largest(poster: Poster): Drawn {
  const steps = poster.map.steps
  const layouts = Array.from({ length: Math.min(MOST_BANDS, Math.max(1, steps.length)) }, (_, i) => drawn(poster, Math.ceil(steps.length / (i + 1)) || 1))
  const scale = ({ width, height }: Drawn) => Math.min(SHEET / width, 1 / height)
  return layouts.reduce((a, b) => (scale(b) > scale(a) * 1.02 ? b : a))
}

const framed = ({ ink }: Poster, { width, height, body }: Drawn): Sheeted => ({ width, height, svg: `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family='${FONT}'><rect width="100%" height="100%" fill="${ink.paper}"/>${body}</svg>` })

/** The poster with so many steps in a band; `before`: steps on earlier sheets. */
function drawn({ title, subtitle, map, record, ink }: Poster, columns: number, before: readonly Step[] = []): Drawn {
  const pen = new Pen(ink)
  const width = HEAD + COL * columns + 2 * PAD
  const lanes = map.lanes.filter((lane) => map.cells.some((cell) => cell.lane === lane.id))
  pen.text(PAD, 38, title, 28, { weight: 600 })
  pen.text(PAD, 60, subtitle, 13, { fill: ink.muted })
  let y = TOP
  for (let from = 0; from === 0 || from < map.steps.length; from += columns) {
    y = band({ map, lanes, record, ink, pen, width, before }, map.steps.slice(from, from + columns), from, y)
    y += 28
  }
  legend(pen, ink, y)
  return { width, height: y + 20, body: pen.marks.join('') }
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

type Sheet = { map: MapContent; lanes: readonly Lane[]; record: PosterRecord; ink: PosterInk; pen: Pen; width: number; before: readonly Step[] }
const columnX = (at: number) => PAD + HEAD + at * COL

/** One band of steps with everything below them; answers where it ends. */
function band(sheet: Sheet, steps: readonly Step[], from: number, top: number): number {
  const { map, lanes, record, ink, pen, before } = sheet
  const last = from > 0 ? map.steps[from - 1] : before.at(-1)
  const right = columnX(steps.length)
  const cellOf = (lane: Lane, step: Step): Cell | undefined => map.cells.find((one) => one.lane === lane.id && one.step === step.id)
  let y = top + 12
  steps.forEach((step, at) => {
    const phase = map.phases.find(({ id }) => id === step.phase)
    if (!phase || (at > 0 && steps[at - 1]?.phase === step.phase)) return
    const said = `${phase.name || 'Phase'}${at === 0 && last?.phase === step.phase ? ', continued' : ''}`
    pen.text(columnX(at) + PAD, y, said, 15, { weight: 600 })
    // Before, during or after the heart of the matter, where the name does not say so itself.
    if (phase.name.toLowerCase() !== phase.when) pen.text(columnX(at) + PAD + said.length * 15 * LETTER + 10, y, phase.when, 12, { fill: ink.muted })
  })
  y += 12
  const head = y
  pen.line(PAD, y, right, y, ink.ink)
  const names = steps.map((step) => wrap(step.name, COL - 2 * PAD, 15))
  names.forEach((lines, at) => {
    pen.text(columnX(at) + PAD, y + 20, String(before.length + from + at + 1), 12, { fill: ink.muted })
    lines.forEach((part, i) => pen.text(columnX(at) + PAD, y + 40 + i * 19, part, 15, { weight: 550 }))
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
      feelings(sheet, steps.map((step) => cellOf(lane, step)), y)
      y += FEELINGS
      continue
    }
    const wrapped = steps.map((step) => ({ cell: cellOf(lane, step), lines: wrap(cellOf(lane, step)?.text ?? '', COL - 2 * PAD - 12, 13) }))
    wrapped.forEach(({ cell, lines }, at) => {
      lines.forEach((part, i) => pen.text(columnX(at) + PAD, y + 22 + i * LINE, part, 13, { fill: cell?.evidence === 'assumed' ? ink.muted : ink.ink }))
      if (cell?.evidence && cell.text !== '') evidence(pen, ink, cell.evidence, columnX(at) + COL - PAD, y + 18)
    })
    y += Math.max(1, ...wrapped.map(({ lines }) => lines.length)) * LINE + 18
  }
  pen.line(PAD, y, right, y, ink.hairline)
  steps.forEach((step, at) => pen.line(columnX(at), head, columnX(at), y, at === 0 || steps[at - 1]?.phase !== step.phase ? ink.muted : ink.hairline))
  return y
}

function happened({ pen, ink }: Sheet, { touchpoint, moment, lines }: { touchpoint: string; moment: boolean; lines: readonly string[] }, x: number, y: number): number {
  let depth = 22
  const place = wrap(`${moment ? '◆ ' : ''}${touchpoint}`, COL - 2 * PAD, 12)
  place.forEach((part, i) => pen.text(x, y + depth + i * 15, part, 12, { fill: moment ? ink.accent : ink.muted }))
  depth += place.length * 15 + 6
  lines.forEach((said, i) => wrap(said, COL - 2 * PAD, i === 0 ? 17 : 12).forEach((part) => {
    pen.text(x, y + depth, part, i === 0 ? 17 : 12, i === 0 ? { weight: 600 } : { fill: ink.muted })
    depth += i === 0 ? 18 : 15
  }))
  return depth - 8
}

function unbound({ pen, ink }: Sheet, x: number, y: number): number {
  pen.text(x, y + 22, 'not bound to the record', 12, { fill: ink.muted })
  return 22
}

function feelings({ pen, ink }: Sheet, cells: readonly (Cell | undefined)[], y: number): void {
  const runs = (of: 'as_is' | 'to_be') => cells.reduce<{ x: number; y: number; value: number }[][]>((all, cell, at) => {
    const value = cell?.[of] ?? null
    if (value === null) return [...all, []]
    all.at(-1)?.push({ x: columnX(at) + COL / 2, y: y + heightOf(value, FEELINGS), value })
    return all
  }, [[]]).filter((run) => run.length > 0)
  pen.marks.push(`<line x1="${columnX(0)}" y1="${y + FEELINGS / 2}" x2="${columnX(cells.length)}" y2="${y + FEELINGS / 2}" stroke="${ink.hairline}" stroke-dasharray="1 4"/>`)
  for (const run of runs('to_be')) pen.marks.push(`<path d="${smoothPath(run)}" fill="none" stroke="${ink.accent}" stroke-width="2" stroke-dasharray="5 5"/>`)
  for (const run of runs('as_is')) {
    pen.marks.push(`<path d="${smoothPath(run)}" fill="none" stroke="${ink.ink}" stroke-width="2"/>`)
    for (const point of run) pen.marks.push(`<circle cx="${point.x}" cy="${point.y}" r="6" stroke="${ink.paper}" stroke-width="2" fill="${point.value < 0 ? ink.failed : point.value > 0 ? ink.exceeded : ink.ink}"/>`)
  }
  cells.forEach((cell, at) => wrap(cell?.text ?? '', COL - 2 * PAD, 12).slice(0, 2).forEach((part, i) => pen.text(columnX(at) + PAD, y + FEELINGS - 22 + i * 15, part, 12, { fill: ink.muted })))
}

function evidence({ marks }: Pen, ink: PosterInk, kind: NonNullable<Cell['evidence']>, x: number, y: number): void {
  marks.push(`<circle cx="${x}" cy="${y}" r="4" fill="${kind === 'observed' ? ink.muted : 'none'}" stroke="${ink.muted}" stroke-width="1.2"/>`)
  if (kind === 'reported') marks.push(`<path d="M${x} ${y - 4}a4 4 0 0 1 0 8z" fill="${ink.muted}"/>`)
}

/** What the signs mean, in one line at the foot. */
function legend(pen: Pen, ink: PosterInk, y: number): void {
  let x = PAD
  const word = (said: string) => {
    pen.text(x, y, said, 12, { fill: ink.muted })
    x += said.length * 12 * LETTER + 18
  }
  for (const [kind, said] of [['assumed', 'assumed'], ['reported', 'reported by customers'], ['observed', 'observed']] as const) {
    evidence(pen, ink, kind, x + 4, y - 4)
    x += 14
    word(said)
  }
  pen.line(x, y - 4, x + 20, y - 4, ink.ink)
  x += 26
  word('feels as it is')
  pen.marks.push(`<line x1="${x}" y1="${y - 4}" x2="${x + 20}" y2="${y - 4}" stroke="${ink.accent}" stroke-width="2" stroke-dasharray="5 5"/>`)
  x += 26
  word('should feel')
  pen.text(x, y, '◆', 12, { fill: ink.accent })
  x += 16
  word('a moment that matters')
}

/** Lines of at most `width` pixels; a word longer than a line is broken. */
export function wrap(text: string, width: number, size: number): string[] {
  const most = Math.max(4, Math.floor(width / (size * LETTER)))
  return text.split('\n').flatMap((paragraph, _, all) => {
    // A blank line parts what stands around it; nothing at all takes no line.
    if (paragraph === '' && all.length > 1) return ['']
    const lines: string[] = []
    for (const word of paragraph.split(' ').flatMap((w) => w.match(new RegExp(`.{1,${most}}`, 'gu')) ?? [])) {
      const last = lines.at(-1)
      if (last !== undefined && last.length + 1 + word.length <= most) lines[lines.length - 1] = `${last} ${word}`
      else lines.push(word)
    }
    return lines
  })
}

const escape = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
