import type { Lane, MapContent } from '@/server/domain/journeys/content'
import { heightOf, smoothPath } from './curve'
import { FEELINGS_HEIGHT } from './feelings'

/** Colours as they are, since a picture has no style sheet. */
export type PosterInk = Record<'paper' | 'ink' | 'muted' | 'hairline' | 'accent' | 'failed' | 'exceeded', string>

const [COL, HEAD, PAD, LINE] = [184, 176, 12, 17]
const FONT = '"Geist", "Inter", system-ui, sans-serif'
/** Mean width of a letter, of the font's size: wraps a little early rather than late. */
const LETTER = 0.54

/** The map as one SVG: heads, cells and the curve of feelings, drawn for paper or a slide. */
export function posterSvg(title: string, { phases, steps, lanes, cells }: MapContent, ink: PosterInk): { svg: string; width: number; height: number } {
  const width = HEAD + COL * Math.max(1, steps.length) + 2 * PAD
  const out: string[] = []
  const text = (x: number, y: number, said: string, size: number, more = '') => out.push(`<text x="${x}" y="${y}" font-size="${size}" fill="${ink.ink}" ${more}>${escape(said)}</text>`)
  const line = (x1: number, y1: number, x2: number, y2: number, stroke: string) => out.push(`<line x1="${x1}" y1="${y1}" x2="${x2}" y2="${y2}" stroke="${stroke}"/>`)
  const columnX = (at: number) => PAD + HEAD + at * COL
  text(PAD, 40, title, 28, 'font-weight="600"')
  let y = 84
  for (const phase of phases) {
    const at = steps.findIndex((step) => step.phase === phase.id)
    if (at >= 0) text(columnX(at) + PAD, y, phase.name, 15, 'font-weight="600"')
  }
  y += 12
  line(PAD, y, width - PAD, y, ink.ink)
  const top = y
  const names = steps.map((step) => wrap(step.name, COL - 2 * PAD, 14))
  const deep = Math.max(1, ...names.map((lines) => lines.length))
  names.forEach((lines, at) => {
    text(columnX(at) + PAD, y + 20, String(at + 1), 12, `style="fill:${ink.muted}"`)
    lines.forEach((part, i) => text(columnX(at) + PAD, y + 38 + i * 18, part, 14, 'font-weight="500"'))
  })
  y += 38 + deep * 18
  for (const lane of lanes) {
    line(PAD, y, width - PAD, y, ink.hairline)
    y += drawLane(lane, y)
  }
  line(PAD, y, width - PAD, y, ink.hairline)
  steps.forEach((step, at) => line(columnX(at), top, columnX(at), y, at === 0 || steps[at - 1]?.phase !== step.phase ? ink.muted : ink.hairline))
  const height = y + PAD
  return { width, height, svg: `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family='${FONT}'><rect width="100%" height="100%" fill="${ink.paper}"/>${out.join('')}</svg>` }

  function drawLane(lane: Lane, at: number): number {
    wrap(lane.name, HEAD - 2 * PAD, 13).forEach((part, i) => text(PAD, at + 22 + i * LINE, part, 13, 'font-weight="500"'))
    if (lane.kind === 'feelings') return drawFeelings(lane, at)
    const wrapped = steps.map((step) => {
      const cell = cells.find((one) => one.lane === lane.id && one.step === step.id)
      return { lines: wrap(cell?.text ?? '', COL - 2 * PAD, 13), sure: cell?.evidence !== 'assumed' }
    })
    wrapped.forEach(({ lines, sure }, column) => lines.forEach((part, i) => text(columnX(column) + PAD, at + 22 + i * LINE, part, 13, sure ? '' : `style="fill:${ink.muted}"`)))
    return Math.max(1, ...wrapped.map(({ lines }) => lines.length)) * LINE + 18
  }

  function drawFeelings(lane: Lane, at: number): number {
    const runs = (of: 'as_is' | 'to_be') => steps.reduce<{ x: number; y: number; value: number }[][]>((all, step, column) => {
      const value = cells.find((one) => one.lane === lane.id && one.step === step.id)?.[of] ?? null
      if (value === null) return [...all, []]
      all.at(-1)?.push({ x: columnX(column) + COL / 2, y: at + heightOf(value, FEELINGS_HEIGHT), value })
      return all
    }, [[]]).filter((run) => run.length > 0)
    line(columnX(0), at + FEELINGS_HEIGHT / 2, width - PAD, at + FEELINGS_HEIGHT / 2, ink.hairline)
    for (const run of runs('to_be')) out.push(`<path d="${smoothPath(run)}" fill="none" stroke="${ink.accent}" stroke-width="2" stroke-dasharray="5 5"/>`)
    for (const run of runs('as_is')) {
      out.push(`<path d="${smoothPath(run)}" fill="none" stroke="${ink.ink}" stroke-width="2"/>`)
      for (const point of run) out.push(`<circle cx="${point.x}" cy="${point.y}" r="5" fill="${point.value < 0 ? ink.failed : point.value > 0 ? ink.exceeded : ink.ink}"/>`)
    }
    return FEELINGS_HEIGHT
  }
}

/** Lines of at most `width` pixels; a word longer than a line is broken. */
export function wrap(text: string, width: number, size: number): string[] {
  const most = Math.max(4, Math.floor(width / (size * LETTER)))
  return text.split('\n').flatMap((paragraph) => {
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
