'use client'
import { useReport } from '../data/use-report'
import { Link } from '../ui/link'
import { formatDay } from '../ui/format-date'
import { useWorkspace } from '../workspace/workspace'

/** Can I trust it: how far the records go, and which sources are late. One line, with the way to the details. */
export function Trust() {
  const { slug, newest } = useWorkspace()
  const { rows } = useReport('freshness', {})
  const late = rows.filter((row) => row.late)
  const silent = new Set(late.map((row) => row.source)).size
  const sources = new Set(rows.map((row) => row.source)).size
  return (
    <span>
      Records to {newest ? formatDay(newest) : '–'} from {sources} {sources === 1 ? 'source' : 'sources'}.{' '}
      {late.length === 0 ? 'No source is late.' : (
        <>
          <strong className="font-medium text-warning">{named(late.map((row) => row.source))} {silent === 1 ? 'is' : 'are'} late</strong> ({named(late.map((row) => row.label))}): nothing since {formatDay(late.map((row) => row.last_record).toSorted().at(-1) ?? '')}; figures that need {silent === 1 ? 'it' : 'them'} are incomplete.
        </>
      )}{' '}
      <Link href={`/${slug}/data/quality`}>Data quality</Link>
    </span>
  )
}

/** The first three by name, the others as a number. */
function named(labels: string[]): string {
  const different = [...new Set(labels)]
  if (different.length > 4) return `${different.slice(0, 3).join(', ')} and ${different.length - 3} more`
  return [different.slice(0, -1).join(', '), ...different.slice(-1)].filter(Boolean).join(' and ')
}
