import type { Survey } from '@/db/vocabulary'

/** What surveys are called where there is room for a word. */
export const SURVEY_NAMES: Record<Survey, string> = { nps: 'NPS', csat: 'CSAT', ces: 'CES', perceived_value: 'Perceived value' }

/** The same of what a record or a row says. */
export const surveyName = (survey: string): string => (SURVEY_NAMES as Readonly<Record<string, string | undefined>>)[survey] ?? survey
