import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { dark, light, type Token } from './tokens'

type Rgb = [number, number, number]
const themes = { light: light as Record<Token, string>, dark }

const linear = (c: number) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
const rgb = (hex: string): Rgb => [1, 3, 5].map((i) => linear(parseInt(hex.slice(i, i + 2), 16) / 255)) as Rgb
const luminance = ([r, g, b]: Rgb) => 0.2126 * r + 0.7152 * g + 0.0722 * b

/** WCAG 2.2, "contrast ratio". */
function contrast(a: string, b: string): number {
  const [x, y] = [luminance(rgb(a)), luminance(rgb(b))]
  return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05)
}

/** Oklab (Ottosson 2020), scaled to 100. */
function lab([r, g, b]: Rgb): Rgb {
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b)
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b)
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b)
  return [
    100 * (0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s),
    100 * (1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s),
    100 * (0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s),
  ]
}

/** Machado, Oliveira & Fernandes 2009, table 1, severity 1.0. */
const VISION: Record<string, Rgb[]> = {
  typical: [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
  protanopia: [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
  deuteranopia: [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]],
  tritanopia: [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.3039]],
}

function distance(a: string, b: string, vision: Rgb[]): number {
  const seen = (hex: string) => {
    const c = rgb(hex)
    return lab(vision.map((row) => Math.min(1, Math.max(0, row[0] * c[0] + row[1] * c[1] + row[2] * c[2]))) as Rgb)
  }
  const [p, q] = [seen(a), seen(b)]
  return Math.hypot(p[0] - q[0], p[1] - q[1], p[2] - q[2])
}

const EFFECT: Token[] = ['left', 'spent_less', 'stayed', 'advocated']
const RESULT: Token[] = ['failed', 'met', 'exceeded', 'not_recorded']
const CHANNEL = (Object.keys(light) as Token[]).filter((name) => name.startsWith('ch-'))
const TEXT: Token[] = ['ink', 'muted', 'faint', 'accent', 'danger', 'warning', 'good']

test('colours.css says what tokens.ts says', () => {
  const css = readFileSync(new URL('./colours.css', import.meta.url), 'utf8')
  const found = Object.fromEntries(
    [...css.matchAll(/--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)/g)].map(([, name, l, d]) => [name, [l, d]]),
  )
  expect(found).toEqual(Object.fromEntries((Object.keys(light) as Token[]).map((name) => [name, [light[name], dark[name]]])))
})

describe.each(Object.entries(themes))('%s', (_name, theme) => {
  test.each(TEXT)('%s reads on paper, raised and sunken (4.5:1)', (name) => {
    for (const ground of ['paper', 'raised', 'sunken'] as const) expect(contrast(theme[name], theme[ground])).toBeGreaterThanOrEqual(4.5)
  })
  test('accents carry text', () => {
    expect(contrast(theme['on-accent'], theme.accent)).toBeGreaterThanOrEqual(4.5)
    expect(contrast(theme.accent, theme['accent-soft'])).toBeGreaterThanOrEqual(4.5)
    expect(contrast(theme.ink, theme['accent-soft'])).toBeGreaterThanOrEqual(4.5)
  })
  test('ink reads on the strongest tint of a heat map', () => {
    const mixed = lab(rgb(theme.accent)).map((c, i) => 0.4 * c + 0.6 * (lab(rgb(theme.paper))[i] ?? 0))
    // Oklab lightness is the cube root of luminance, near enough for a bound with room to spare.
    const y = ((mixed[0] ?? 0) / 100) ** 3
    const ink = luminance(rgb(theme.ink))
    expect((Math.max(y, ink) + 0.05) / (Math.min(y, ink) + 0.05)).toBeGreaterThan(5)
  })
  test.each([...EFFECT, ...RESULT, ...CHANNEL, 'edge' as Token])('%s shows as a mark (3:1)', (name) => {
    for (const ground of ['paper', 'raised'] as const) expect(contrast(theme[name], theme[ground])).toBeGreaterThanOrEqual(3)
  })
  test.each(Object.entries(VISION))('groups stay apart for %s vision', (kind, vision) => {
    const least = (names: Token[]) =>
      Math.min(...names.flatMap((a, i) => names.slice(i + 1).map((b) => distance(theme[a], theme[b], vision))))
    expect(least(EFFECT)).toBeGreaterThan(6)
    expect(least(RESULT)).toBeGreaterThan(6)
    // Twelve kinds are too many to tell by colour alone: they always carry their name too.
    expect(least(CHANNEL)).toBeGreaterThan(kind === 'typical' ? 10 : 5)
  })
})
