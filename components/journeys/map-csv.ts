import type { MapContent } from '@/server/domain/journeys/content'

const COLUMNS = ['phase', 'when', 'step', 'touchpoint', 'lane', 'kind', 'text', 'evidence', 'as_is', 'to_be'] as const

/** One row per cell, in the order of the map; a step without cells keeps a row of its own. */
export function csvOfMap({ phases, steps, lanes, cells }: MapContent): string {
  const rows = steps.flatMap((step) => {
    const phase = phases.find(({ id }) => id === step.phase)
    const head = [phase?.name ?? '', phase?.when ?? '', step.name, step.touchpoint ?? '']
    const own = lanes.flatMap((lane) => cells.filter((cell) => cell.step === step.id && cell.lane === lane.id).map((cell) => [...head, lane.name, lane.kind, cell.text, cell.evidence ?? '', cell.as_is ?? '', cell.to_be ?? '']))
    return own.length > 0 ? own : [[...head, '', '', '', '', '', '']]
  })
  return [COLUMNS, ...rows].map((row) => row.map((value) => quoted(String(value))).join(',')).join('\r\n') + '\r\n'
}

/** A cell that begins like a formula would be run by a spreadsheet. */
const quoted = (text: string) => {
  const safe = /^[=+@\t\r]|^-(?!\d+$)/u.test(text) ? `'${text}` : text
  return /[",\r\n]/u.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
