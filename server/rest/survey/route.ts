import { createHash } from 'node:crypto'
import { systemCtx } from '../../access'
import { bootState } from '../../boot'
import { now } from '../../clock'
import type { OrgCtx } from '../../context'
import { acceptedLanguages, chooseLanguage, languagesOf, SURVEY_SCALE, surveyWords, type SurveySaid } from '../../domain/surveys/texts'
import { TouchstoneError } from '../../errors'
import { logFailure } from '../../log'
import { answerSurvey, COMMENT_LIMIT, openSurvey, surveyOrganisation, type OpenSurvey } from '../../services/surveys/answer-survey'
import { questionPage, sayingPage, SURVEY_STYLE } from './page'
import type { RestState } from '../route'

/** Larger than any form this page holds, whatever script its comment is written in. */
const MOST_BYTES = 40_000
const STYLE_HASH = createHash('sha256').update(SURVEY_STYLE).digest('base64')

/**
 * The public page behind a survey's link: a plain form that works without scripts, sets nothing in the browser, asks no other
 * host for anything, and shows nothing about the customer.
 */
export async function surveyRequest(request: Request, token: string, state: () => Promise<RestState> = bootState): Promise<Response> {
  const booted = await state()
  if (booted.state !== 'ready') return html(sayingPage({ organisation: '', language: 'en', first: 'Not available right now', more: 'Please try again in a minute.' }), 503, { 'retry-after': '30' })
  const accepted = acceptedLanguages(request.headers.get('accept-language'))
  try {
    const organisation = surveyOrganisation(token)
    const ctx = organisation ? await systemCtx(booted.instance.db, organisation, now()).catch(unknown) : null
    if (!ctx) return gone(null, accepted)
    const open = await openSurvey(ctx, token, now())
    if (open.state === 'gone') return gone(ctx, accepted)
    return request.method === 'POST' ? await take(request, ctx, open, accepted) : show(request, ctx, open, accepted)
  } catch (error) {
    logFailure('survey', 'survey page', error)
    return html(sayingPage({ organisation: '', language: 'en', first: 'Something went wrong here', more: 'Your answer did not arrive. Please try again in a minute.' }), 500)
  }
}

type Shown = Exclude<OpenSurvey, { state: 'gone' }>
function unknown(error: unknown): null {
  if (error instanceof TouchstoneError && error.fault === 'not_found') return null
  throw error
}

function wordsFor(request: Request, ctx: OrgCtx, { asked: { survey, response } }: Shown, accepted: readonly string[]) {
  const attributes = (response.attributes ?? {}) as Record<string, unknown>
  const language = chooseLanguage(survey, [new URL(request.url).searchParams.get('lang'), typeof attributes.language === 'string' ? attributes.language : null, ...accepted])
  return { language, organisation: ctx.org.name, words: surveyWords(survey, language, { organisation: ctx.org.name, about: survey.touchpointName ?? ctx.org.name }), languages: languagesOf(survey) }
}

function show(request: Request, ctx: OrgCtx, open: Shown, accepted: readonly string[]): Response {
  const said = wordsFor(request, ctx, open, accepted)
  if (open.state === 'answered') return html(sayingPage({ ...said, first: said.words.answered }))
  // A link in a mail may bring the number along; it is only chosen, never sent by opening.
  const score = new URL(request.url).searchParams.get('score')
  return html(questionPage({ ...said, scale: SURVEY_SCALE[open.asked.survey.survey], score, comment: '', commentLimit: COMMENT_LIMIT, missing: false }))
}

async function take(request: Request, ctx: OrgCtx, open: Shown, accepted: readonly string[]): Promise<Response> {
  const said = wordsFor(request, ctx, open, accepted)
  if (open.state === 'answered') return html(sayingPage({ ...said, first: said.words.answered }))
  const form = await formOf(request)
  if (!form) return html(sayingPage({ ...said, first: said.words.gone }), 413)
  const [score, comment] = [form.get('score'), form.get('comment') ?? '']
  const done = await answerSurvey(ctx, open, { score, comment }, now())
  if (done === 'score_missing') return html(questionPage({ ...said, scale: SURVEY_SCALE[open.asked.survey.survey], score: null, comment: comment.slice(0, COMMENT_LIMIT), commentLimit: COMMENT_LIMIT, missing: true }), 400)
  if (done === 'gone') return gone(ctx, accepted)
  return html(done === 'answered' ? sayingPage({ ...said, first: said.words.answered }) : sayingPage({ ...said, first: said.words.thanks, more: said.words.thanksMore }))
}

/** The form's fields; null when the body is larger than one. */
async function formOf(request: Request): Promise<URLSearchParams | null> {
  const chunks: Uint8Array[] = []
  let size = 0
  const reader = request.body?.getReader()
  for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
    const chunk = part.value as Uint8Array
    size += chunk.length
    if (size > MOST_BYTES) {
      await reader?.cancel()
      return null
    }
    chunks.push(chunk)
  }
  return new URLSearchParams(Buffer.concat(chunks).toString('utf8'))
}

function gone(ctx: OrgCtx | null, accepted: readonly string[]): Response {
  const nobody: SurveySaid = { survey: 'nps', texts: {}, language: 'en' }
  const language = chooseLanguage(nobody, accepted)
  const organisation = ctx?.org.name ?? ''
  return html(sayingPage({ organisation, language, first: surveyWords(nobody, language, { organisation, about: '' }).gone }), 404)
}

/** The same plain page for other links that come by mail. */
export const plainPage = (first: string, more: string, status: number, ask?: string): Response => html(sayingPage({ organisation: '', language: 'en', first, more, ask }), status)

function html(body: string, status = 200, more: Record<string, string> = {}): Response {
  return new Response(body, {
    status,
    headers: {
      'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store', 'referrer-policy': 'no-referrer', 'x-robots-tag': 'noindex', 'x-content-type-options': 'nosniff',
      'content-security-policy': `default-src 'none'; style-src 'sha256-${STYLE_HASH}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`, ...more,
    },
  })
}
