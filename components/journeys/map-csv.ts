import { EVIDENCE, JOURNEY_LEVELS, JOURNEY_WHEN, LANE_KINDS, type Evidence, type JourneyLevel, type LaneKind } from '@/db/vocabulary'
import { csvRow, restore } from '@/server/domain/csv/cell'
import { RowSplitter } from '@/server/domain/csv/split-rows'
import { LANE_NAMES, type Lane, type MapContent, type Phase, type Step } from '@/server/domain/journeys/content'

const COLUMNS = ['phase_number', 'phase', 'when', 'step_number', 'step', 'touchpoint', 'lane_number', 'lane', 'kind', 'text', 'evidence', 'as_is', 'to_be', 'map_of_step', 'level'] as const
type Column = (typeof COLUMNS)[number]
type Row = { line: number } & Record<Column, string>

/**
 * One row per cell, in the order of the map; a step without cells and a phase without steps keep a row of their own, and
 * so do the lanes nobody has written in, at the end. Every row says the level of the map. The numbers say what belongs together where two have one name.
 */
export function csvOfMap({ phases, steps, lanes, cells }: MapContent, level: JourneyLevel): string {
  const aside = (lane: Lane) => [lanes.indexOf(lane) + 1, lane.name, lane.kind]
  const rows = phases.flatMap((phase, at) => {
    const head = [at + 1, phase.name, phase.when]
    const own = steps.filter((step) => step.phase === phase.id).flatMap((step) => {
      const told = [...head, steps.indexOf(step) + 1, step.name, step.touchpoint]
      const written = lanes.flatMap((lane) => cells.filter((cell) => cell.step === step.id && cell.lane === lane.id).map((cell) => [...told, ...aside(lane), cell.text, cell.evidence, cell.as_is, cell.to_be, step.child]))
      return written.length > 0 ? written : [[...told, '', '', '', '', '', '', '', step.child]]
    })
    return own.length > 0 ? own : [[...head, ...COLUMNS.slice(3, -1).map(() => '')]]
  })
  const unwritten = lanes.filter((lane) => !cells.some((cell) => cell.lane === lane.id)).map((lane) => ['', '', '', '', '', '', ...aside(lane), '', '', '', '', ''])
  return [[...COLUMNS], ...[...rows, ...unwritten].map((row) => [...row, level])].map(csvRow).join('')
}

/**
 * The map a table holds: what `csvOfMap` wrote comes back as it was, and a table by hand needs no more than a column
 * `step`; a column by any other name is a lane. Without numbers, rows below each other with one name belong together. Answers a sentence with the line where it cannot be read.
 */
export function mapOfCsv(text: string): { map: MapContent; /** Null: the table says none. */ level: JourneyLevel | null } | { fault: string } {
  const read = rowsOf(text)
  if ('fault' in read) return read
  const [phases, steps, lanes] = [new Groups<Phase>('p'), new Groups<Step>('s'), new Groups<Lane>('l')]
  const cells: MapContent['cells'] = []
  for (const row of read.rows) {
    const wrong = unreadable(row)
    if (wrong) return { fault: `Nothing was brought in. In line ${row.line}: ${wrong}.` }
    const when = JOURNEY_WHEN.find((one) => one === row.when) ?? 'during'
    const named = row.phase !== '' || row.phase_number !== '' || row.step !== '' || row.step_number !== ''
    const phase = named ? phases.of(row.phase_number, [row.phase, when], (id) => ({ id, name: row.phase, when })) : null
    const step = phase && (row.step !== '' || row.step_number !== '') ? steps.of(row.step_number, [phase.id, row.step, row.touchpoint], (id) => ({ id, phase: phase.id, name: row.step, touchpoint: row.touchpoint || null, child: row.map_of_step || null })) : null
    const kind = kindOf(row)
    const lane = kind ? lanes.of(row.lane_number, [kind, row.lane.trim().toLowerCase()], (id) => ({ id, kind, name: row.lane || LANE_NAMES[kind] }), true) : null
    const written = row.text !== '' || row.evidence !== '' || row.as_is !== '' || row.to_be !== ''
    if (written && (!step || !lane)) return { fault: `Nothing was brought in. In line ${row.line}: it says something, but not in which ${step ? 'lane' : 'step'}.` }
    const twice = written ? cells.find((cell) => cell.lane === lane?.id && cell.step === step?.id) : undefined
    // By hand one writes two of a kind below each other: both belong into the cell.
    if (twice) twice.text = [twice.text, row.text].filter(Boolean).join('\n')
    else if (written && step && lane) cells.push({ lane: lane.id, step: step.id, text: row.text, evidence: EVIDENCE.find((one): one is Evidence => one === row.evidence) ?? null, as_is: mark(row.as_is), to_be: mark(row.to_be) })
  }
  return { map: { phases: phases.all(), steps: inPhases(phases.all(), steps.all()), lanes: lanes.all(), cells }, level: JOURNEY_LEVELS.find((one) => read.rows.some((row) => row.level === one)) ?? null }
}

function rowsOf(text: string): { rows: Row[] } | { fault: string } {
  const bare = text.replace(/^\uFEFF/u, '')
  const first = bare.split(/[\r\n]/u, 1)[0] ?? ''
  // A spreadsheet saves with what its country takes for a comma.
  const delimiter = ([',', ';', '\t'] as const).reduce((a, b) => (first.split(b).length > first.split(a).length ? b : a))
  const splitter = new RowSplitter({ delimiter, quote: '"' })
  const [head, ...body] = [...splitter.push(bare), ...splitter.end()]
  const broken = [head, ...body].find((row) => row?.problem)
  if (broken) return { fault: `Nothing was brought in. In line ${broken.line}: ${broken.problem}.` }
  const at = new Map(head?.cells.map((name, index) => [name.trim().toLowerCase(), index]))
  if (!at.has('step')) return { fault: 'The first row of the table must name its columns, and one of them must be “step”. The others may be: phase, when, touchpoint, lane, text, evidence; any other is a lane by its name.' }
  const lanes = [...(head?.cells ?? []).entries()].map(([index, name]) => ({ index, lane: name.trim() })).filter(({ lane }) => lane !== '' && !COLUMNS.some((column) => column === lane.toLowerCase()))
  return {
    rows: body.flatMap(({ line, cells }) => {
      const row: Row = { line, ...Object.fromEntries(COLUMNS.map((name) => [name, restore(cells[at.get(name) ?? -1] ?? '')])) as Record<Column, string> }
      const written = lanes.map(({ index, lane }) => ({ lane, text: restore(cells[index] ?? '') })).filter(({ text: cell }) => cell.trim() !== '')
      return [row, ...written.map((cell) => inLane(row, cell))]
    }),
  }
}

/** What one of a row's own lanes says of its step. How a customer feels is a number, where it is one. */
function inLane(row: Row, { lane, text }: { lane: string; text: string }): Row {
  const alone: Row = { ...row, lane_number: '', lane, kind: '', text, evidence: '', as_is: '', to_be: '' }
  return kindOf(alone) === 'feelings' && FELT.test(text.trim()) ? { ...alone, text: '', as_is: text.trim() } : alone
}

const FELT = /^[+-]?[012]$/u

const oneOf = (list: readonly string[]) => `${list.slice(0, -1).join(', ')} or ${list.at(-1)}`

function unreadable(row: Row): string | null {
  const listed = ([['when', JOURNEY_WHEN], ['evidence', EVIDENCE], ['kind', LANE_KINDS]] as const).find(([name, list]) => row[name] !== '' && !list.some((one) => one === row[name]))
  if (listed) return `“${row[listed[0]]}” under ${listed[0]} is none of ${oneOf(listed[1])}`
  const felt = (['as_is', 'to_be'] as const).find((name) => row[name] !== '' && !FELT.test(row[name]))
  if (felt) return `“${row[felt]}” under ${felt} is no whole number from −2 to 2`
  const counted = (['phase_number', 'step_number', 'lane_number'] as const).find((name) => row[name] !== '' && !/^\d{1,4}$/u.test(row[name]))
  return counted ? `“${row[counted]}” under ${counted} is no number` : null
}

/** A lane's kind as it is said, or as its name tells; any other name is a lane of one's own. */
function kindOf({ kind, lane, lane_number }: Row): LaneKind | null {
  if (kind === '' && lane === '' && lane_number === '') return null
  const name = lane.trim().toLowerCase()
  return LANE_KINDS.find((one) => one === kind) ?? LANE_KINDS.find((one) => LANE_NAMES[one].toLowerCase() === name || one === name.replaceAll(' ', '_')) ?? 'own'
}

const mark = (said: string) => (said === '' ? null : Number(said))
/** Steps phase by phase, as a map has them. */
const inPhases = (phases: readonly Phase[], steps: readonly Step[]) => phases.flatMap(({ id }) => steps.filter(({ phase }) => phase === id))

/** Things told by many rows: one per number, else one per run of rows with the same words (`anywhere`: per words). */
class Groups<T> {
  private readonly known = new Map<string, { order: number; thing: T }>()
  private last = ''
  constructor(private readonly letter: string) {}

  of(number: string, words: readonly string[], make: (id: string) => T, anywhere = false): T {
    const said = number === '' ? JSON.stringify(words) : `number ${Number(number)}`
    const same = number !== '' || anywhere || this.last.startsWith(`${said} `)
    const key = same ? (number !== '' || anywhere ? said : this.last) : `${said} ${this.known.size}`
    this.last = key
    const found = this.known.get(key)
    if (found) return found.thing
    const thing = make(`${this.letter}${this.known.size + 1}`)
    this.known.set(key, { order: number === '' ? Number.POSITIVE_INFINITY : Number(number), thing })
    return thing
  }

  all(): T[] {
    return [...this.known.values()].toSorted((a, b) => (a.order === b.order ? 0 : a.order - b.order)).map(({ thing }) => thing)
  }
}

