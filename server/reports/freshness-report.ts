import { z } from 'zod'
import { windowParameters } from '../schemas/report-parameters'
import { feedName, sourceRhythms } from './freshness'
import { defineReport } from './report'

export const freshness = defineReport({
  name: 'freshness',
  title: 'How fresh each source is',
  definition: 'Per source and channel: the newest day with records, the median days between days with records, and whether it is late: silent for longer than 95 % of its own gaps and a day; one that sends every day also within hours, where in the same hours of the last four weeks it was silent on at most one in twenty of its days and never on this weekday (interactions and transactions). A late source makes its figures incomplete, never low.',
  parameters: z.object({ ...windowParameters }),
  row: z.object({ source: z.string(), kind: z.string(), channel: z.string().nullable(), label: z.string(), feed: z.string().describe('The stream as a sentence says it: Phone (crm), Purchases of shop.'), records: z.number().int(), first_record: z.string(), last_record: z.string(), usual_gap_days: z.number(), late_after_days: z.number(), silent_days: z.number(), late: z.boolean(), silent_since: z.string().nullable().describe('The instant of its newest record, where it is late by hours and not by days.'), silent_hours: z.number().nullable().describe('For how many hours it is, then.') }),
  keys: ['source', 'kind', 'channel'],
  figures: { records: { label: 'Records', unit: 'count' }, usual_gap_days: { label: 'Usual gap', unit: 'days' }, silent_days: { label: 'Silent for', unit: 'days' }, silent_hours: { label: 'Silent for, hours', unit: 'number' } },
  draw: 'table',
  whole: 'a source is late for everybody',
  async answer(asked) {
    const rows = (await sourceRhythms(asked)).map((s) => ({
      source: s.source, kind: s.kind, channel: s.channel?.slug ?? null, label: s.channel?.name ?? `${s.kind.replaceAll('_', ' ')}s`, feed: feedName(s), records: s.records,
      first_record: s.first, last_record: s.last, usual_gap_days: s.usualGapDays, late_after_days: s.lateAfterDays, silent_days: s.silentDays, late: s.late,
      silent_since: s.silence?.since.toISOString() ?? null, silent_hours: s.silence?.hours ?? null,
    }))
    return { rows: rows.toSorted((a, b) => Number(b.late) - Number(a.late) || a.source.localeCompare(b.source)) }
  },
})
