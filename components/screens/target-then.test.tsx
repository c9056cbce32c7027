import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import { targetOf } from '@/server/domain/targets/target'
import { TargetThen } from './figure-actions'

const told = (more: Partial<Parameters<typeof TargetThen>[0]>) => renderToStaticMarkup(<TargetThen mark={null} next={null} past running={false} say={String} {...more} />).replaceAll(/<[^>]+>/g, '')
const decided = (validFrom: string) => [{ value: 40, direction: 'at_most' as const, validFrom }]

test('May is not judged by a target from June, but told of it', () => {
  expect(told({ next: decided('2026-06-01')[0] ?? null })).toBe('No target then; at most 40 from 1 Jun 2026.')
  expect(told({ mark: targetOf(decided('2026-05-01'), '2026-05-31', 58) })).toBe('Target then: at most 40 · ✗ missed')
  expect(told({ mark: targetOf(decided('2026-05-01'), '2026-05-31', 12) })).toBe('Target then: at most 40 · ✓ met')
  expect(told({ past: false, running: true, mark: { value: 40, direction: 'at_most', met: null, steps: [] } })).toBe('Target: at most 40 · not passed so far')
})
