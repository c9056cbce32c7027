import type { Survey, SurveyTexts } from '@/db/vocabulary'

/** Languages with texts of their own; an organisation may write others. */
export const READY_LANGUAGES = ['en', 'de', 'fr', 'es', 'it'] as const
export type ReadyLanguage = (typeof READY_LANGUAGES)[number]

/** What is asked, on which whole numbers. */
export const SURVEY_SCALE: Record<Survey, { min: number; max: number }> = { nps: { min: 0, max: 10 }, csat: { min: 1, max: 5 }, ces: { min: 1, max: 7 }, perceived_value: { min: 0, max: 10 } }

type Question = { question: string; low: string; high: string }
/** `{organisation}` and `{about}` (the touchpoint, else the organisation) are filled in. */
const QUESTIONS: Record<Survey, Record<ReadyLanguage, Question>> = {
  nps: {
    en: { question: 'How likely are you to recommend {organisation} to a friend or colleague?', low: 'Not at all likely', high: 'Very likely' },
    de: { question: 'Wie wahrscheinlich ist es, dass Sie {organisation} weiterempfehlen?', low: 'Sehr unwahrscheinlich', high: 'Sehr wahrscheinlich' },
    fr: { question: 'Quelle est la probabilité que vous recommandiez {organisation} à un proche ?', low: 'Pas du tout probable', high: 'Très probable' },
    es: { question: '¿Qué probabilidad hay de que recomiende {organisation} a un amigo o colega?', low: 'Nada probable', high: 'Muy probable' },
    it: { question: 'Con quale probabilità consiglierebbe {organisation} a un amico o collega?', low: 'Per niente probabile', high: 'Molto probabile' },
  },
  csat: {
    en: { question: '{about}: how satisfied are you?', low: 'Very dissatisfied', high: 'Very satisfied' },
    de: { question: '{about}: Wie zufrieden sind Sie?', low: 'Sehr unzufrieden', high: 'Sehr zufrieden' },
    fr: { question: '{about} : quel est votre degré de satisfaction ?', low: 'Très insatisfait', high: 'Très satisfait' },
    es: { question: '{about}: ¿cuál es su grado de satisfacción?', low: 'Muy insatisfecho', high: 'Muy satisfecho' },
    it: { question: '{about}: quanto è soddisfatto?', low: 'Molto insoddisfatto', high: 'Molto soddisfatto' },
  },
  ces: {
    en: { question: '{about}: how easy was it for you?', low: 'Very difficult', high: 'Very easy' },
    de: { question: '{about}: Wie einfach war es für Sie?', low: 'Sehr schwierig', high: 'Sehr einfach' },
    fr: { question: '{about} : était-ce facile pour vous ?', low: 'Très difficile', high: 'Très facile' },
    es: { question: '{about}: ¿le resultó fácil?', low: 'Muy difícil', high: 'Muy fácil' },
    it: { question: '{about}: quanto è stato facile per lei?', low: 'Molto difficile', high: 'Molto facile' },
  },
  perceived_value: {
    en: { question: 'How much is being a customer of {organisation} worth to you?', low: 'Nothing', high: 'A great deal' },
    de: { question: 'Wie viel ist es Ihnen wert, Kunde von {organisation} zu sein?', low: 'Nichts', high: 'Sehr viel' },
    fr: { question: 'Que vaut pour vous le fait d’être client de {organisation} ?', low: 'Rien', high: 'Énormément' },
    es: { question: '¿Cuánto valora ser cliente de {organisation}?', low: 'Nada', high: 'Muchísimo' },
    it: { question: 'Quanto vale per lei essere cliente di {organisation}?', low: 'Nulla', high: 'Moltissimo' },
  },
}

/** Everything on the page that is not the question. */
export type PageWords = { name: string; comment: string; optional: string; send: string; choose: string; thanks: string; thanksMore: string; answered: string; gone: string; private: string; languages: string }
const WORDS: Record<ReadyLanguage, PageWords> = {
  en: { name: 'English', comment: 'What is the main reason for your answer?', optional: 'optional', send: 'Send', choose: 'Please choose a number first.', thanks: 'Thank you.', thanksMore: 'Your answer has arrived. You can close this page.', answered: 'This question has been answered already. Thank you.', gone: 'This link is no longer valid. There is nothing you need to do.', private: 'Your answer goes to {organisation} only. This page sets no cookies.', languages: 'Language' },
  de: { name: 'Deutsch', comment: 'Was ist der wichtigste Grund für Ihre Antwort?', optional: 'freiwillig', send: 'Absenden', choose: 'Bitte wählen Sie zuerst eine Zahl.', thanks: 'Vielen Dank.', thanksMore: 'Ihre Antwort ist angekommen. Sie können diese Seite schließen.', answered: 'Diese Frage wurde schon beantwortet. Vielen Dank.', gone: 'Dieser Link ist nicht mehr gültig. Sie müssen nichts weiter tun.', private: 'Ihre Antwort geht nur an {organisation}. Diese Seite setzt keine Cookies.', languages: 'Sprache' },
  fr: { name: 'Français', comment: 'Quelle est la raison principale de votre réponse ?', optional: 'facultatif', send: 'Envoyer', choose: 'Veuillez d’abord choisir un chiffre.', thanks: 'Merci.', thanksMore: 'Votre réponse est bien arrivée. Vous pouvez fermer cette page.', answered: 'Vous avez déjà répondu à cette question. Merci.', gone: 'Ce lien n’est plus valable. Vous n’avez rien à faire.', private: 'Votre réponse n’est transmise qu’à {organisation}. Cette page n’utilise aucun cookie.', languages: 'Langue' },
  es: { name: 'Español', comment: '¿Cuál es el motivo principal de su respuesta?', optional: 'opcional', send: 'Enviar', choose: 'Elija primero un número.', thanks: 'Gracias.', thanksMore: 'Hemos recibido su respuesta. Puede cerrar esta página.', answered: 'Esta pregunta ya fue contestada. Gracias.', gone: 'Este enlace ya no es válido. No tiene que hacer nada.', private: 'Su respuesta llega solo a {organisation}. Esta página no usa cookies.', languages: 'Idioma' },
  it: { name: 'Italiano', comment: 'Qual è il motivo principale della sua risposta?', optional: 'facoltativo', send: 'Invia', choose: 'Scelga prima un numero.', thanks: 'Grazie.', thanksMore: 'La sua risposta è arrivata. Può chiudere questa pagina.', answered: 'A questa domanda è già stato risposto. Grazie.', gone: 'Questo link non è più valido. Non deve fare nulla.', private: 'La sua risposta va solo a {organisation}. Questa pagina non usa cookie.', languages: 'Lingua' },
}

const isReady = (language: string): language is ReadyLanguage => (READY_LANGUAGES as readonly string[]).includes(language)
/** `de-CH` reads what is written in `de`. */
const base = (language: string): string => language.toLowerCase().split('-')[0] ?? ''

export type SurveySaid = { survey: Survey; texts: Readonly<Record<string, SurveyTexts>>; language: string }
/** The languages a survey can be read in: the ready ones and those the organisation wrote. */
export const languagesOf = ({ texts }: Pick<SurveySaid, 'texts'>): string[] => [...new Set<string>([...READY_LANGUAGES, ...Object.keys(texts).filter((language) => (texts[language]?.question ?? '').trim() !== '')])]

/** The first wanted language there are texts in, else the survey's own. `wanted` in order: chosen, the customer's, the browser's. */
export function chooseLanguage(of: SurveySaid, wanted: readonly (string | null | undefined)[]): string {
  const known = languagesOf(of)
  for (const one of wanted) {
    const found = one ? known.find((language) => language === one.toLowerCase()) ?? known.find((language) => language === base(one)) : undefined
    if (found) return found
  }
  return known.includes(of.language) ? of.language : 'en'
}

/** A browser's languages, best first. */
export function acceptedLanguages(header: string | null): string[] {
  return (header ?? '').slice(0, 500).split(',').map((part) => {
    const [language = '', ...rest] = part.trim().split(';')
    const q = Number(rest.find((one) => one.trim().startsWith('q='))?.trim().slice(2) ?? 1)
    return { language: language.trim(), q: Number.isFinite(q) ? q : 0 }
  }).filter(({ language, q }) => /^[a-z]{1,8}(-[a-z0-9]{1,8})*$/i.test(language) && q > 0).toSorted((a, b) => b.q - a.q).map(({ language }) => language)
}

export type SurveyWords = Question & PageWords

/** Everything the page says in a language: the organisation's words first, then the ready ones (in English where there are none). */
export function surveyWords(of: SurveySaid, language: string, names: { organisation: string; about: string }): SurveyWords {
  const ready = isReady(language) ? language : 'en'
  const own = of.texts[language] ?? {}
  const fill = (text: string) => text.replaceAll('{organisation}', names.organisation).replaceAll('{about}', names.about)
  const said = (text: string | undefined, otherwise: string) => fill(text?.trim() || otherwise)
  const { question, low, high } = QUESTIONS[of.survey][ready]
  const words = WORDS[ready]
  return {
    ...words, private: fill(words.private), question: said(own.question, question), low: said(own.low, low), high: said(own.high, high),
    comment: said(own.comment, words.comment), thanks: said(own.thanks, words.thanks),
  }
}
/** What a language calls itself; its code where it has no ready texts. */
export const languageName = (language: string): string => (isReady(language) ? WORDS[language].name : language)
export const readyQuestion = (survey: Survey, language: string): Question => QUESTIONS[survey][isReady(language) ? language : 'en']
