import type { RowOf } from '@/server/reports/answer'
import { formatCount, formatDuration, formatRate } from '../ui/format'
import { light } from '../ui/tokens'
import { saveBlob } from './download'
import type { Grid } from './grid'
import { posterSvg, type PosterRecord } from './poster-svg'

/** The longest side a canvas reliably takes, in pixels. */
const LARGEST = 12_000

/** What the record says of the steps, short enough for a wall. */
export function posterRecord(rows: readonly RowOf<'journey-steps'>[], nameOf: (touchpoint: string) => string): PosterRecord {
  return new Map(rows.flatMap((row) => (row.touchpoint === null ? [] : [[row.step, {
    touchpoint: nameOf(row.touchpoint), moment: row.class === 'moment_that_matters',
    lines: row.interactions === 0 ? ['nothing recorded'] : [
      formatCount(row.interactions), ...(row.customers === null ? [] : [`${formatCount(row.customers)} ${row.customers === 1 ? 'customer' : 'customers'}`]), ...(row.with_result > 0 ? [`${formatRate(row.failed, row.with_result)} failed`] : []),
      ...(row.moments > 0 ? [`${formatRate(row.left, row.moments)} left afterwards`] : []), ...(row.median_hours_to_next === null ? [] : [`then ${formatDuration(row.median_hours_to_next * 3600)} to the next step`]),
    ],
  }] as const])))
}

/** The map as it is on the screen now, on white paper whatever the screen's theme. */
export function posterOf(title: string, subtitle: string, { phases, columns, rows }: Grid, record: PosterRecord): { svg: string; width: number; height: number } {
  const map = { phases: [...phases], steps: columns.flatMap(({ step, phase }) => (step ? [{ ...step, phase: phase.id }] : [])), lanes: rows.map(({ lane }) => lane), cells: rows.flatMap(({ cells }) => cells.flatMap((cell) => (cell ? [cell] : []))) }
  return posterSvg({ title, subtitle, map, record, ink: { ...light, paper: '#ffffff' } })
}

/** Lets the browser save the poster as a PNG, at twice its size where that fits. Throws where it cannot be drawn. */
export async function savePicture(name: string, { svg, width, height }: { svg: string; width: number; height: number }): Promise<void> {
  const image = new Image()
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`
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
