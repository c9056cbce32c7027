import { expect, test } from 'vitest'
import type { Program } from '../../domain/screens/frame'
import { failedOn, View, type ScreenNews } from './view'

test('a wall’s clock is the server’s, however old its figures are; and they never become older', () => {
  const view = new View('screen', {})
  const heard: Partial<ScreenNews>[] = []
  view.clients.add({ device: 'display', greeted: false, end: () => undefined, send: (text) => { heard.push(JSON.parse(text.slice(text.indexOf('data: ') + 6)) as Partial<ScreenNews>); return true } })
  const shown = (name: string) => ({ program: { name } as Program, frames: [], takeovers: [], failed: {} })
  const minute = (n: number) => new Date(Date.UTC(2026, 2, 15, 10, n))
  view.tell(shown('Wall'), minute(10), minute(10))
  // An edit: answered at 14 past with what was asked for at 6 past, and held good when it was told last.
  view.tell(shown('Hall'), minute(14), minute(6))
  view.tell(shown('Hall'), minute(15), minute(15))
  expect(heard.map(({ at, now }) => [at, now])).toEqual([[10, 10], [10, 14], [15, 15]].map((pair) => pair.map((n) => minute(n).toISOString())))
})

test('a slide that only some displays cannot show is said to be missing there', () => {
  const views: Pick<View, 'failed' | 'variables'>[] = [{ failed: {}, variables: { region: 'North' } }, { failed: { s: 'No records of Waels.' }, variables: { region: 'Waels' } }, { failed: { s: 'No.' }, variables: {} }]
  expect(failedOn('s', views)).toBe('where region = Waels: No records of Waels.')
  expect([failedOn('s', views.slice(1, 2)), failedOn('s', [views[0], views[2]].filter((one) => one !== undefined)), failedOn('t', views)]).toEqual(['No records of Waels.', 'No.', undefined])
})
