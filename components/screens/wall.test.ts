import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { movingWindow } from './relative-window'

const css = readFileSync('components/screens/wall.css', 'utf8')

/** The custom properties of one theme. */
function theme(name: string): Record<string, string> {
  const block = new RegExp(`\\[data-theme='${name}'\\] \\{([^}]*)\\}`).exec(css)?.[1] ?? ''
  return Object.fromEntries([...block.matchAll(/--w-([a-z]+): (#[0-9a-f]{6})/g)].map(([, key = '', value = '']) => [key, value]))
}

/** WCAG 2.2, "contrast ratio". */
function contrast(a: string, b: string): number {
  const luminance = (hex: string) => {
    const [r = 0, g = 0, blue = 0] = [1, 3, 5].map((i) => parseInt(hex.slice(i, i + 2), 16) / 255).map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
    return 0.2126 * r + 0.7152 * g + 0.0722 * blue
  }
  const [x, y] = [luminance(a), luminance(b)]
  return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05)
}

test.each(['dark', 'light'])('every text on a %s wall keeps 7:1 on its ground', (name) => {
  const { paper = '', warn = '', take = '', ...colours } = theme(name)
  for (const text of ['ink', 'quiet', 'accent', 'alarm', 'good']) expect(contrast(colours[text] ?? '', paper), `${text} on ${name}`).toBeGreaterThanOrEqual(7)
  expect(contrast(warn, paper), `stale on ${name}`).toBeGreaterThanOrEqual(7)
  expect(contrast('#ffffff', take), `takeover on ${name}`).toBeGreaterThanOrEqual(7)
})

test('a view’s window moves on with the day where it reaches to the present', () => {
  expect(movingWindow({ from: '2026-02-01', to: '2026-03-19', by: 'channel', segment: null }, '2026-03-18')).toEqual({ by: 'channel', from: '{-1m}' })
  expect(movingWindow({ from: '2026-03-01' }, '2026-03-18')).toEqual({ from: '{month}' })
  expect(movingWindow({ from: '2026-03-10' }, '2026-03-18')).toEqual({ from: '{-8d}' })
  expect(movingWindow({ from: '2025-01-01', to: '2025-02-01' }, '2026-03-18')).toEqual({ from: '2025-01-01', to: '2025-02-01' })
  expect(movingWindow({ interval: 'week' }, '2026-03-18')).toEqual({ interval: 'week' })
})
