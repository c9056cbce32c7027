import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import { isZone } from '@/server/domain/time/zone'
import { wrongZone, ZoneField } from './zone-field'

test('what is no time zone is said so, with the one that was probably meant', () => {
  expect(wrongZone('New York')).toBe('“New York” is not a time zone; e.g. America/New_York')
  expect(wrongZone(' london ')).toBe('“london” is not a time zone; e.g. Europe/London')
  expect(wrongZone('Mars/Olympus')).toBe('“Mars/Olympus” is not a time zone; e.g. America/New_York')
  for (const right of ['', '  ', 'UTC', 'Europe/London', ' Asia/Kathmandu ']) expect(wrongZone(right)).toBeNull()
})

test('whatever is let through can be reckoned with', () => {
  for (const text of ['New York', 'Mars/Olympus', '+05:30', 'GMT+25', '…', 'Etc/GMT+1', 'europe/london']) expect(wrongZone(text) === null, text).toBe(isZone(text))
})

test('a wrong one stays in its field, and the last good one in use', () => {
  const drawn = renderToStaticMarkup(<ZoneField value="Europe/Paris" own="UTC" typed="New York" onChange={() => { throw new Error('saved') }} />)
  for (const said of ['value="New York"', 'aria-invalid="true"', '“New York” is not a time zone; e.g. America/New_York. Until then it goes by Europe/Paris.']) expect(drawn).toContain(said)
  expect(renderToStaticMarkup(<ZoneField value="Europe/Paris" own="UTC" onChange={() => undefined} />)).not.toContain('role="alert"')
})
