import { expect, test } from 'vitest'
import { mondayMail, type MondaySection } from './mail'

const links = { absolute: (path: string) => `https://cx.example.org/o${path}`, unsubscribe: null, settings: 'https://cx.example.org/o/settings' }
const mailOf = (section: Partial<MondaySection>) => mondayMail({ organisation: 'A & B', subject: 's', lead: 'l', warnings: [], sections: [{ title: 't', link: '/x', linkText: 'X', sentences: ['A sentence.'], ...section }] }, links)

/** Widths in per cent of the cells of a range, by what they are. */
const cells = (html: string) => [...html.matchAll(/<td width="(\d+)%" class="(bar|band|rail)"/g)].map(([, width, kind]) => [kind, Number(width)])

test('a range is drawn where it lies, the mark beyond it, and its words say so', () => {
  const { html } = mailOf({ ranges: [{ value: 100, low: 40, high: 60 }] })
  expect(html).toContain('aria-label="Drawn: above the range it usually keeps to"')
  expect(cells(html)).toEqual([['rail', 36], ['band', 22], ['rail', 36], ['bar', 2], ['rail', 4]])
  expect(mailOf({ ranges: [{ value: 0, low: 2, high: 7 }] }).html).toContain('below the range')
  expect(mailOf({ ranges: [{ value: 0, low: 0, high: 0 }] }).html).toContain('within the range')
  expect(mailOf({ ranges: [null] }).html).not.toContain('where it usually lies')
})

test('the same is told in plain text, and nothing of anybody’s is markup', () => {
  const { html, text } = mailOf({ sentences: ['<b>40</b> left.'], bars: { label: 'Contacts', rows: [{ label: 'Mon', value: 3, shown: '3' }] }, parts: { label: 'Results', parts: [{ label: 'failed', value: 2, colour: '#000000', ink: '#ffffff' }] } })
  expect(html).toContain('&lt;b&gt;40&lt;/b&gt; left.')
  expect(html).toContain('A &amp; B')
  expect(text).toContain('failed 2\n  Mon: 3\nhttps://cx.example.org/o/x')
})
