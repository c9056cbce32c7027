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

function split({ answer, population, ...report }: Report): Report {
  return {
    ...report,
    parameters: report.parameters.extend({ by: splits(report) }), row: report.row.extend(part), keys: ['segment', ...report.keys],
    async answer(asked) {
      const bySegments = asked.split.by.kind === 'segmentation'
      const whole = await answer(bySegments ? unsplit(asked) : asked)
      const rows: Row[] = whole.rows.map((row) => ({ segment: 'total', segment_label: 'Total', ...row }))
      const parts: Row[] = []
      if (asked.split.by.kind === 'segmentation') {
        const { segment, by: { segmentation } } = asked.split
        if (segment) asked.note('It is filtered by a segment already, so it is not split by segments.')
        else {
          asked.note('Customers in no segment count in the total alone.')
          for (const { slug, name } of segmentation.segments) for (const row of (await answer(narrowed(asked, asked.split.by, slug))).rows) parts.push({ segment: slug, segment_label: name, ...row })
        }
      }
      // Every whole comes first.
      const isWhole = (row: Row) => report.keys.some((key) => row[key] === 'total')
      return { ...whole, rows: [...rows, ...parts.filter(isWhole), ...parts.filter((row) => !isWhole(row))] }
    },
    ...(population ? {
      population(asked, { row: { segment: of, ...row }, field }) {
        const { by: how } = asked.split
        if (!of || of === 'total') return population(how.kind === 'segmentation' ? unsplit(asked) : asked, { row, field })
        return how.kind === 'segmentation' ? population(narrowed(asked, how, of), { row, field }) : null
      },
    } : {}),
  }
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
