import { z } from 'zod'
import { NIL_ID } from '@/db/vocabulary'
import { rowField } from '../schemas/report-parameters'
import type { Asked, Report } from './report'
import type { Split } from './split'

const by = z.string().regex(/^(segment|segmentation:.{1,200})$/u, 'must be segment or segmentation:<slug>').optional().describe('Splits the whole: segment (the value tiers) or segmentation:<slug>.')
const part = { segment: z.string().describe('With `by`: the segment’s slug; `total` for the whole.'), segment_label: rowField.label }

type Filtered = z.ZodObject<{ segment: z.ZodOptional<z.ZodString> }>
type Segmented<P extends z.ZodObject, R extends z.ZodObject> = Report<z.ZodObject<P['shape'] & { by: typeof by }>, z.ZodObject<R['shape'] & typeof part>>
type Question = Asked<Record<string, unknown>>
type Row = Record<string, unknown>

/**
 * A report that filters by segment, made to split by it too: a part's rows are what the report says when filtered by that
 * segment, the same to the last unit, and the segment is the one the filter means (as of before, wherever something
 * follows). Customers in no segment count in the whole alone.
 */
export function bySegment<P extends Filtered, R extends z.ZodObject>(report: Report<P, R>): Segmented<P, R> {
  return split(report) as unknown as Segmented<P, R>
}

/** What it splits by already, and segments. */
function splits({ parameters }: Pick<Report, 'parameters'>): typeof by {
  const own = parameters.shape.by as z.ZodType | undefined
  return (own ? z.union([own, by]).optional().describe(`${own.description ?? ''} Also segment (the value tiers) or segmentation:<slug>.`) : by) as typeof by
}

function split({ answer, byPeriod, population, ...report }: Report): Report {
  return {
    ...report,
    parameters: report.parameters.extend({ by: splits(report) }), row: report.row.extend(part), keys: ['segment', ...report.keys],
    async answer(asked) {
      const whole = await answer(asked.split.by.kind === 'segmentation' ? unsplit(asked) : asked)
      if (asked.split.by.kind === 'segmentation') asked.note(asked.split.segment ? 'It is filtered by a segment already, so it is not split by segments.' : 'Customers in no segment count in the total alone.')
      return { ...whole, rows: await withParts(asked, report, whole.rows, async (part) => (await answer(part)).rows) }
    },
    ...(byPeriod ? { byPeriod: async (asked, interval) => withParts(asked, report, await byPeriod(asked.split.by.kind === 'segmentation' ? unsplit(asked) : asked, interval), (part) => byPeriod(part, interval)) } : {}),
    ...(population ? {
      population(asked, { row: { segment: of, ...row }, field }) {
        const { by: how } = asked.split
        if (!of || of === 'total') return population(how.kind === 'segmentation' ? unsplit(asked) : asked, { row, field })
        return how.kind === 'segmentation' ? population(narrowed(asked, how, of), { row, field }) : null
      },
    } : {}),
  }
}

/** The rows of the whole, and those of every segment where it is split by them. Every whole comes first. */
async function withParts<Of extends Row>(asked: Question, { keys }: Pick<Report, 'keys'>, whole: readonly Of[], ask: (part: Question) => Promise<Of[]>) {
  const rows = whole.map((row) => ({ segment: 'total', segment_label: 'Total', ...row }))
  const { segment, by: how } = asked.split
  if (how.kind !== 'segmentation' || segment) return rows
  const parts: typeof rows = []
  for (const { slug, name } of how.segmentation.segments) for (const row of await ask(narrowed(asked, how, slug))) parts.push({ segment: slug, segment_label: name, ...row })
  const isWhole = (row: Row) => keys.some((key) => row[key] === 'total')
  return [...rows, ...parts.filter(isWhole), ...parts.filter((row) => !isWhole(row))]
}

/** The same question, not split: the report has no such split of its own. */
function unsplit(asked: Question): Question {
  const { by: _, ...parameters } = asked.parameters
  return { ...asked, parameters, split: { ...asked.split, by: { kind: 'none' } } }
}

/** The same question of one segment alone; a segment that is none of them is nobody, never everybody. */
function narrowed(asked: Question, { segmentation }: Extract<Split['by'], { kind: 'segmentation' }>, slug: string): Question {
  const found = segmentation.segments.find((one) => one.slug === slug)
  const whole = unsplit(asked)
  return { ...whole, note: () => undefined, split: { ...whole.split, segment: { segmentation, segmentId: found?.id ?? NIL_ID, name: found?.name ?? slug } } }
}
