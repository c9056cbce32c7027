/** One figure of one report: parameters without window, the row it stands in, and its field. */
export type FigureRef = { report: string; parameters: Record<string, string | number | boolean>; cell: Record<string, string>; field: string }

export const PART_KINDS = ['segment', 'attribute', 'touchpoint', 'channel', 'team'] as const
export type PartKind = (typeof PART_KINDS)[number]
/** How a report tells a part apart: by a filter (`segment=value:top`), by a row it has anyway, or by a row of its split. */
type How = 'filter' | 'row' | 'split'
/** Whose figure it is; `value` as the filter takes it: `segmentation:segment`, `dimension:value`, a slug. */
export type Part = { kind: PartKind; how: How; value: string }
export type Whose = { kind: PartKind | 'all'; value: string }
export const ALL: Whose = { kind: 'all', value: '' }

/** What a plan can be judged by, and which parts its report tells apart. */
export type Measurable = { report: string; field: string; parameters: FigureRef['parameters']; cell: FigureRef['cell']; tells: Partial<Record<PartKind, How>> }

const SPLITS: Record<string, (key: string) => Pick<Part, 'kind' | 'value'>> = {
  segment: (key) => ({ kind: 'segment', value: `value:${key}` }), touchpoint: (key) => ({ kind: 'touchpoint', value: key }), channel: (key) => ({ kind: 'channel', value: key }), team: (key) => ({ kind: 'team', value: key }),
}
const textOf = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null)

/** Whose figure it is, and how that is said; null: everybody's. Where several things narrow it, who it is comes before where. */
export function partOf({ parameters, cell }: Pick<FigureRef, 'parameters' | 'cell'>): Part | null {
  const [by, key] = [textOf(parameters.by), textOf(cell.key)]
  const filter = (kind: 'segment' | 'attribute' | 'touchpoint' | 'channel'): Part | null => {
    const value = textOf(parameters[kind])
    return value === null ? null : { kind, how: 'filter', value: kind === 'segment' && !value.includes(':') ? `value:${value}` : value }
  }
  const split = (): Part | null => {
    if (by === null || key === null || key === 'total') return null
    const rest = by.slice(by.indexOf(':') + 1)
    if (by.startsWith('segmentation:')) return { kind: 'segment', how: 'split', value: `${rest}:${key}` }
    if (by.startsWith('attribute:')) return { kind: 'attribute', how: 'split', value: `${rest}:${key}` }
    const named = SPLITS[by]?.(key)
    return named ? { ...named, how: 'split' } : null
  }
  const row = textOf(cell.touchpoint)
  return filter('segment') ?? filter('attribute') ?? split() ?? (row !== null && row !== 'total' ? { kind: 'touchpoint', how: 'row', value: row } : null) ?? filter('touchpoint') ?? filter('channel')
}

/** The same figure of another part of the same kind; null asks for everybody's. */
export function withPart(figure: FigureRef, value: string | null): FigureRef {
  const part = partOf(figure)
  if (!part) return figure
  if (part.how === 'split') {
    const { by: _by, ...rest } = figure.parameters
    return value === null ? { ...figure, parameters: rest, cell: { ...figure.cell, key: 'total' } } : { ...figure, cell: { ...figure.cell, key: value.slice(value.indexOf(':') + 1) } }
  }
  // A report whose rows are by touchpoint may have been filtered by it as well: then both say the same.
  const { [part.kind]: filtered, ...rest } = figure.parameters
  const parameters = value === null ? rest : part.how === 'filter' || filtered !== undefined ? { ...rest, [part.kind]: value } : rest
  const cell = part.kind === 'touchpoint' && 'touchpoint' in figure.cell ? { ...figure.cell, touchpoint: value ?? 'total' } : figure.cell
  return { ...figure, parameters, cell }
}

/** A filtered whole as the row of a split by what it is filtered by; null where it is no whole, or split already. */
export function besideOthers(figure: FigureRef): FigureRef | null {
  const part = partOf(figure)
  if (part?.how !== 'filter' || figure.parameters.by !== undefined || figure.cell.key !== 'total' || part.value.includes(',')) return null
  const { [part.kind]: _filter, ...parameters } = figure.parameters
  const [name, key] = [part.value.slice(0, part.value.indexOf(':')), part.value.slice(part.value.indexOf(':') + 1)]
  const by = part.kind === 'segment' ? `segmentation:${name}` : part.kind === 'attribute' ? `attribute:${name}` : part.kind
  return { ...figure, parameters: { ...parameters, by }, cell: { ...figure.cell, key: part.kind === 'segment' || part.kind === 'attribute' ? key : part.value } }
}

/** Everything that narrows a figure: whose it is first, then what else. */
export function partsOf(figure: FigureRef): Part[] {
  const all: Part[] = []
  for (let [of, part] = [figure, partOf(figure)]; part; of = withPart(of, null), part = partOf(of)) all.push(part)
  return all
}

/** Which kinds can narrow a measure beyond those that do already: each once, and one split at most, as an answer has one. */
export function furtherKinds(measure: Pick<Measurable, 'tells'> | undefined, taken: readonly Whose[]): PartKind[] {
  const split = taken.some(({ kind }) => kind !== 'all' && measure?.tells[kind] === 'split')
  return PART_KINDS.filter((kind) => measure?.tells[kind] !== undefined && !taken.some((one) => one.kind === kind) && !(split && measure.tells[kind] === 'split'))
}

/** What narrowed it before, as far as it still can; nothing where it is everybody's. */
export function stillWithin(measure: Pick<Measurable, 'tells'> | undefined, mine: Whose, before: readonly Whose[]): Whose[] {
  const kept: Whose[] = []
  for (const one of mine.kind === 'all' ? [] : before) if (furtherKinds(measure, [mine, ...kept]).some((kind) => kind === one.kind)) kept.push(one)
  return kept
}

/** A part that was chosen for another figure, and that this one does not know, is everybody. */
export const fitting = (measure: Pick<Measurable, 'tells'> | undefined, whose: Whose): Whose => (whose.kind !== 'all' && measure?.tells[whose.kind] ? whose : ALL)

/** A report's figure for one part, or for what is in several, as its parameters and row name them. */
export function figureOf(measure: Measurable, asked: Whose, within: readonly Whose[] = []): FigureRef {
  const [parameters, cell] = [{ ...measure.parameters }, { ...measure.cell }]
  for (const { kind, value } of [asked, ...within].map((one) => fitting(measure, one))) {
    if (kind === 'all') continue
    const how = measure.tells[kind]
    if (how === 'filter') parameters[kind] = value
    else if (how === 'row') cell[kind] = value
    else if (how === 'split') [parameters.by, cell.key] = [kind, value]
  }
  return { report: measure.report, field: measure.field, parameters, cell }
}

const WINDOW = ['from', 'to', 'interval', 'compare', 'unit', 'min_at_risk']

/** A figure from wherever it was looked at, as a measure: without its window, which a plan sets itself, its segment by its whole name. */
export function withoutWindow({ report, parameters, cell, field }: FigureRef): FigureRef {
  const { period: _period, ...row } = cell
  const whole = (key: string, value: string | number | boolean) => (key === 'segment' && typeof value === 'string' && !value.includes(':') ? `value:${value}` : value)
  return { report, parameters: Object.fromEntries(Object.entries(parameters).flatMap(([key, value]) => (WINDOW.includes(key) ? [] : [[key, whole(key, value)]]))), cell: row, field }
}

/** Two figures are one: key order says nothing. */
export function sameFigure(a: FigureRef | null, b: FigureRef | null): boolean {
  const said = (of: FigureRef | null) => of && JSON.stringify([of.report, of.field, Object.entries(of.parameters).toSorted(([x], [y]) => (x < y ? -1 : 1)), Object.entries(of.cell).toSorted(([x], [y]) => (x < y ? -1 : 1))])
  return said(a) === said(b)
}
