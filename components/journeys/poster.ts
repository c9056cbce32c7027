import type { MapContent } from '@/server/domain/journeys/content'
import { light } from '../ui/tokens'
import { saveBlob } from './download'
import { posterSvg } from './poster-svg'

/** The longest side a canvas reliably takes, in pixels. */
const LARGEST = 12_000

/** Draws the map and lets the browser save it as a PNG, at twice its size where that fits. Throws where it cannot be drawn. */
export async function savePicture(name: string, map: MapContent): Promise<void> {
  const { svg, width, height } = posterSvg(name, map, light)
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
