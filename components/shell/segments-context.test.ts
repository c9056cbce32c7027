import { expect, test } from 'vitest'
import { notJudgedBefore, segmentNamed } from './segments-context'

const one = (segmentation: string, slug: string, begins: string | null = null) => ({ segmentation, segmentationName: segmentation === 'value' ? 'Value tiers' : `By ${segmentation}`, slug, name: slug === 'rest' ? 'Everyone else' : 'Gold', begins })
const segments = [one('value', 'gold'), one('habits', 'rest'), one('branch', 'rest'), one('expected', 'gold', '2026-11-23')]

test('segments of one name are told apart by their segmentation', () => {
  expect(['gold', 'habits:rest', 'branch:rest', 'expected:gold'].map((value) => segmentNamed(segments, value)?.label)).toEqual(['Gold', 'By habits: Everyone else', 'By branch: Everyone else', 'By expected: Gold'])
  expect(segmentNamed(segments, 'gone')).toBeNull()
})

test('a window that begins before anybody was judged is told of', () => {
  expect(notJudgedBefore(segments, 'expected:gold', null)).toEqual({ label: 'By expected: Gold', begins: '2026-11-23' })
  expect(notJudgedBefore(segments, 'expected:gold', '2026-11-22')).not.toBeNull()
  expect([notJudgedBefore(segments, 'expected:gold', '2026-11-23'), notJudgedBefore(segments, 'gold', null), notJudgedBefore(segments, null, null)]).toEqual([null, null, null])
})
