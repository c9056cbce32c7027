import { expect, test } from 'vitest'
import { blankMap } from '@/server/domain/journeys/templates'
import { posterSheets, posterSvg } from './poster-layout'
import { widthOf, wrap } from './poster-letters'

const ink = { paper: '#fff', ink: '#000', muted: '#666', hairline: '#ddd', accent: '#00f', failed: '#f00', exceeded: '#0a0' }
const poster = (count: number) => posterSvg(about(count))
const about = (count: number) => {
  const steps = Array.from({ length: count }, (_, i) => ({ id: `s${i}`, phase: `p${Math.min(2, Math.floor(i / 5))}`, name: `Step ${i} <of> "many"`, touchpoint: null, child: null }))
  const cells = ['goal', 'practical_needs', 'emotional_needs', 'expectation', 'pain_points', 'opportunities', 'channels'].flatMap((lane) => steps.map(({ id }) => ({ lane, step: id, text: 'To get it done & over with', evidence: 'reported' as const, as_is: null, to_be: null })))
  return { title: 'A & B', subtitle: '', map: { ...blankMap(), steps, cells }, record: new Map([['s0', { touchpoint: 'Ask', moment: true, figure: '12', lines: ['3 of 8 failed'] }]]), ink }
}
const bands = (svg: string) => new Set([...svg.matchAll(/y="(\d+(?:\.\d+)?)" font-size="12" font-weight="400" fill="#666">\d+</gu)].map(([, y]) => y)).size

test('a short map is one band, a long one as many as make it largest on a sheet across', () => {
  expect(bands(poster(4).svg)).toBe(1)
  expect(bands(poster(12).svg)).toBe(1)
  expect(bands(poster(40).svg)).toBeGreaterThan(1)
  // The shape of the paper, whatever stands on it.
  for (const { width, height } of [3, 12, 60].map(poster)) expect(width / height).toBeCloseTo(402 / 279, 1)
})

test('holds every word, escaped, and no lane nobody wrote in', () => {
  const { svg } = poster(12)
  expect(svg.includes('A &amp; B')).toBe(true)
  expect(svg).toContain('&lt;of&gt;')
  expect(svg).toContain('3 of 8 failed')
  expect(poster(40).svg).toContain('continued')
  expect(svg).not.toContain('Backstage')
  expect(svg).not.toMatch(/<of>| style=/u)
})

test.each([['A3', 402, 279, 7], ['A4', 279, 192, 6]] as const)('on %s it goes on from sheet to sheet, as long as needed for letters that can be read', (paper, across, down, points) => {
  expect(posterSheets(about(8), paper)).toHaveLength(1)
  const tall = about(60)
  tall.map.cells = tall.map.cells.map((cell) => ({ ...cell, text: 'They wait without knowing for how long, and nobody says why it takes the time it takes' }))
  const sheets = posterSheets(tall, paper)
  expect(sheets.length).toBeGreaterThan(2)
  // Across, less its margins, in mm; 13 units are the smaller text. All of one scale.
  for (const { width, height } of sheets) expect(13 * Math.min(across / width, down / height) * (72 / 25.4)).toBeGreaterThanOrEqual(points - 0.01)
  expect(new Set(sheets.map(({ width, height }) => `${width} ${height}`)).size).toBe(1)
  const numbers = sheets.flatMap(({ svg }) => [...svg.matchAll(/font-size="12" font-weight="400" fill="#666">(\d+)</gu)].map(([, n]) => Number(n)))
  expect(numbers).toEqual(Array.from({ length: 60 }, (_, i) => i + 1))
  expect(sheets[1]?.svg).toContain(`sheet 2 of ${sheets.length}`)
  expect(sheets[0]?.svg).toMatch(/not bound/u)
})

test('words are wrapped, and those longer than a line broken', () => {
  expect(wrap('aaaaaaaaaaaaaaaaaaaa b', 60, 10).every((line) => line !== '' && widthOf(line, 10) <= 60)).toBe(true)
  expect(wrap('漢字漢字漢字', 30, 10)).toEqual(['漢字漢', '字漢字'])
  expect(wrap('one\n\ntwo', 100, 10)).toEqual(['one', '', 'two'])
})
