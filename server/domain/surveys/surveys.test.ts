import fc from 'fast-check'
import { expect, test } from 'vitest'
import { SURVEYS } from '@/db/vocabulary'
import { linkBody, linkToken, readToken } from './link'
import { acceptedLanguages, chooseLanguage, languagesOf, READY_LANGUAGES, surveyWords } from './texts'

test('a token gives back what it was made of, and no other spelling does', () => {
  fc.assert(fc.property(fc.uuid(), fc.uuid(), fc.integer({ min: 0, max: 2 ** 32 - 1 }), fc.uint8Array({ minLength: 32, maxLength: 32 }), (organisation, link, expires, signature) => {
    const token = linkToken(linkBody({ organisation, link, expires }), Buffer.from(signature))
    const read = readToken(token)
    expect(read?.link).toEqual({ organisation, link, expires })
    expect(read?.signature).toEqual(Buffer.from(signature).subarray(0, 16))
    const last = token.slice(-1)
    for (const other of ['A', 'B', 'Q', 'z', '_']) if (other !== last) expect(readToken(token.slice(0, -1) + other)?.signature.equals(read?.signature ?? Buffer.alloc(0)) ?? false).toBe(false)
  }))
  for (const wrong of ['', 'x', 'A'.repeat(69), 'A'.repeat(71), `${'A'.repeat(69)}=`, '../'.repeat(20)]) expect(readToken(wrong)).toBeNull()
})

test('every survey is ready in every language, with nothing left to fill in', () => {
  for (const survey of SURVEYS) {
    for (const language of READY_LANGUAGES) {
      const words = surveyWords({ survey, texts: {}, language: 'en' }, language, { organisation: 'Harbour Bank', about: 'Pay a bill' })
      for (const text of Object.values(words)) expect(text).toMatch(/^[^{}]+$/)
      expect(words.question).toMatch(/Harbour Bank|Pay a bill/)
    }
  }
})

test('the organisation’s own words come first, also in a language of its own', () => {
  const of = { survey: 'nps' as const, language: 'de', texts: { de: { question: 'Na, {organisation}?', low: ' ' }, rm: { question: 'Co {about}?' }, pt: {} } }
  expect(languagesOf(of)).toEqual(['en', 'de', 'fr', 'es', 'it', 'rm'])
  expect(surveyWords(of, 'de', { organisation: 'Bank', about: 'x' })).toMatchObject({ question: 'Na, Bank?', low: 'Sehr unwahrscheinlich', send: 'Absenden' })
  expect(surveyWords(of, 'rm', { organisation: 'Bank', about: 'x' })).toMatchObject({ question: 'Co x?', send: 'Send' })
})

test('the language is the one chosen, else the customer’s, else the browser’s, else the survey’s', () => {
  const of = { survey: 'nps' as const, language: 'de', texts: {} }
  expect(chooseLanguage(of, ['fr', 'es'])).toBe('fr')
  expect(chooseLanguage(of, [null, 'DE-ch', 'en'])).toBe('de')
  expect(chooseLanguage(of, ['xx', ...acceptedLanguages('pt-BR, it;q=0.5, es;q=0.8')])).toBe('es')
  expect(chooseLanguage(of, [])).toBe('de')
  expect(acceptedLanguages('en;q=0, <script>, de')).toEqual(['de'])
})
