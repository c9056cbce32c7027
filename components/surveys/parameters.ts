import { parseAsInteger, parseAsString, parseAsStringLiteral, type inferParserType } from 'nuqs/server'
import { SURVEYS } from '@/db/vocabulary'

const MOODS = ['unhappy', 'between', 'happy'] as const

/** What is searched for, in the address. */
export const voiceParsers = {
  q: parseAsString.withDefault(''), survey: parseAsStringLiteral(SURVEYS), touchpoint: parseAsString, mood: parseAsStringLiteral(MOODS), from: parseAsString, to: parseAsString, offset: parseAsInteger.withDefault(0),
}
const DAY = /^\d{4}-\d{2}-\d{2}$/
/** The address → what is asked. */
export const commentQuestion = ({ q, survey, touchpoint, mood, from, to, offset }: inferParserType<typeof voiceParsers>) =>
  ({ q: q.slice(0, 200), survey, touchpoint, mood, from: from && DAY.test(from) ? from : null, to: to && DAY.test(to) ? to : null, offset: Math.max(0, Math.min(offset, 100_000)) })
