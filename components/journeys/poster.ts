import type { RowOf } from '@/server/reports/answer'
import { toBase64 } from '@/server/domain/journeys/base64'
import { formatCount } from '../ui/format'
import { light } from '../ui/tokens'
import { saveBlob } from './download'
import type { Grid } from './grid'
import { posterSheets, posterSvg, type Paper } from './poster-layout'
import type { PosterRecord, Sheeted } from './poster-svg'
import { failedWords, ofThem, onwardWords, shareWords, twinOf } from './step-words'

/** The longest side a canvas reliably takes, in pixels. */
const LARGEST = 12_000

/** What the record says of the steps, short enough for a wall. */
export function posterRecord(rows: readonly RowOf<'journey-steps'>[], nameOf: (touchpoint: string) => string): PosterRecord {
  return new Map(rows.flatMap((row) => (row.touchpoint === null ? [] : [[row.step, {
    touchpoint: nameOf(row.touchpoint), moment: row.class === 'moment_that_matters',
    figure: row.interactions === 0 ? null : formatCount(row.interactions), lines: row.interactions === 0 ? ['nothing recorded'] : [
      shareWords(row, twinOf(rows, row)), ...(row.customers === null ? [] : [`${formatCount(row.customers)} ${row.customers === 1 ? 'customer' : 'customers'}`]), ...(row.with_result > 0 ? [failedWords(row)] : []),
      ...(row.moments > 0 ? [`${ofThem(row.left, row.moments)} left afterwards`] : []), ...(row.median_hours_to_next === null ? [] : [`${onwardWords(rows, row, row.median_hours_to_next)}, the median of ${formatCount(row.onward ?? 0)}`]),
      ...(row.breaches === null ? [] : [row.breaches === 0 ? 'channel rule kept' : `${formatCount(row.breaches)} ${row.breaches === 1 ? 'breach' : 'breaches'} of a channel rule`]),
    ],
  }] as const])))
}

/** The map as it is on the screen now, on white paper whatever the screen's theme. */
export function posterOf(title: string, subtitle: string, { phases, columns, rows }: Grid, record: PosterRecord): { picture: () => Sheeted; sheets: (paper: Paper) => Sheeted[] } {
  const map = { phases: [...phases], steps: columns.flatMap(({ step, phase }) => (step ? [{ ...step, phase: phase.id }] : [])), lanes: rows.map(({ lane }) => lane), cells: rows.flatMap(({ cells }) => cells.flatMap((cell) => (cell ? [cell] : []))) }
  const poster = { title, subtitle, map, record, ink: { ...light, paper: '#ffffff' } }
  return { picture: () => posterSvg(poster), sheets: (paper) => posterSheets(poster, paper) }
}

/** The page's own font as a style sheet that stands for itself: a picture reads no other file. Empty where it cannot be had. */
async function ownFont(): Promise<string> {
  const bare = (text: string) => text.replaceAll(/["']/gu, '').trim()
  const family = bare(getComputedStyle(document.documentElement).getPropertyValue('--font-geist-sans').split(',')[0] ?? '')
  const rules = [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules].map((rule) => ({ rule, base: sheet.href ?? location.href })))
  for (const { rule, base } of rules) {
    if (!(rule instanceof CSSFontFaceRule) || bare(rule.style.getPropertyValue('font-family')) !== family) continue
    const file = /url\(["']?([^"')]+)/u.exec(rule.style.getPropertyValue('src'))?.[1]
    if (!file) continue
    const bytes = new Uint8Array(await (await fetch(new URL(file, base))).arrayBuffer())
    return `<style>@font-face{font-family:Geist;font-weight:100 900;src:url(data:font/woff2;base64,${toBase64(bytes)}) format("woff2")}</style>`
  }
  return ''
}

/** Lets the browser save the poster as a PNG, at twice its size where that fits. Throws where it cannot be drawn. */
export async function savePicture(name: string, { svg, width, height }: Sheeted): Promise<void> {
  const image = new Image()
  const font = await ownFont().catch(() => '')
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg.replace('<rect', `${font}<rect`))}`
  await image.decode()
  const scale = Math.min(2, LARGEST / Math.max(width, height))
  const canvas = document.createElement('canvas')
  canvas.width = Math.round(width * scale)
  canvas.height = Math.round(height * scale)
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height)
  const blob = await new Promise<Blob | null>((done) => { canvas.toBlob(done, 'image/png') })
  if (!blob) throw new Error('The browser could not draw a picture of this size.')
  saveBlob(`${name}.png`, blob)
}
