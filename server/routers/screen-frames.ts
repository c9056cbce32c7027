import type { OrgCtx } from '../context'
import { TouchstoneError } from '../errors'
import { log } from '../log'
import { dayInWords } from '../domain/time/day-in-words'
import { isPassing } from '../domain/settling'
import { addDays, localDayOf } from '../domain/time/local-day'
import { offsetAt, placeOf } from '../domain/time/zone'
import type { Frame, Picture, Program, Takeover } from '../domain/screens/frame'
import { daysOf, isEmpty, pictureOf } from '../domain/screens/pictures'
import { namedBy, withoutSmall } from '../domain/screens/small'
import { NotDrawable, type Drawn, type Means, type Told } from '../domain/screens/told'
import { fill, fillAll, lacking, ownVariables, unsaid } from '../domain/screens/variables'
import { ALL_RIGHT } from '../domain/screens/ways'
import { isRate, targetOf, targetSubject } from '../domain/targets/target'
import type { LiveHub } from '../live'
import { settingOf, type Setting, type SlideRow } from '../queries/screens/screens'
import { NOTHING_SINCE } from '../reports/freshness'
import { describeReport, takesParameter, type ReportAnswer } from '../reports/answer'
import { promises, story } from './screen-records'
import { countLateSources, lateFeeds, sayLateFeeds, standing, type LateFeed } from './screen-standing'
import { reportNamed, type ReportName } from '../reports/registry'
import { isKnownValue, isOfCustomers } from './known-values'
import { patientAnswer, sharedAnswer, type Later } from './shared-answers'

/** A screen as a display receives it. `failed`: why slides cannot be shown, by their id, for whoever looks after it. */
export type Shown = { program: Program; frames: Frame[]; takeovers: Takeover[]; failed: Record<string, string> }

/** Answers every slide of a screen. A slide that cannot be answered has no picture; the others stand. `at` is the wall's clock; `later` is told which answers take long and are given as they were. `examples` stand for variables that nobody else gives. */
export async function shownOf(ctx: OrgCtx, live: Pick<LiveHub, 'version'>, screenId: string, variables: Readonly<Record<string, string>>, at: Date, later: Later[] = [], examples: Readonly<Record<string, string>> = {}): Promise<Shown> {
  const setting = await settingOf(ctx, screenId, at)
  const { screen } = setting
  const zone = screen.timezone ?? ctx.org.timezone
  const all = { ...examples, ...screen.variables, ...variables }
  const failed: Record<string, string> = {}
  // One after the other: the embedded engine has one connection, and on PostgreSQL a wall must not take them all.
  const frames: Frame[] = []
  const late = screen.slides.some((slide) => slide.report) ? await lateFeeds(ctx, live, later) : []
  for (const slide of screen.slides) {
    try {
      frames.push(await frameOf(ctx, live, setting, slide, all, late, later, at))
    } catch (error) {
      failed[slide.id] = reasonOf(error, slide.id)
      frames.push({ id: slide.id, title: slide.title ?? reportNamed(slide.report ?? '')?.title ?? '', seconds: slide.seconds, schedule: slide.schedule, kind: slide.kind, picture: null, window: null, incomplete: null, late: null, hidden: 0 })
    }
  }
  return { program: { screen: screen.id, name: screen.name, organisation: ctx.org.name, zone, ...(offsetAt(at.getTime(), zone) === offsetAt(at.getTime(), ctx.org.timezone) ? {} : { days: placeOf(ctx.org.timezone) }), currency: ctx.org.currency, theme: screen.theme, names: screen.showNames, standing: ctx.org.sample ? new Intl.DateTimeFormat('en-GB', { timeZone: ctx.org.timezone, day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit' }).format(ctx.now) : null, silentSince: setting.silentSince, late: countLateSources(late.filter((feed) => feed.known)), ...(isOfPart(screen.slides, all) ? { part: true as const } : {}) }, frames, takeovers: setting.takeovers, failed }
}

function reasonOf(error: unknown, slide: string): string {
  if (error instanceof NotDrawable || error instanceof TouchstoneError) return error.message
  if (error instanceof Error && error.message.startsWith('{')) return error.message
  log('error', 'slide failed', { slide, message: error instanceof Error ? error.message.slice(0, 2000) : String(error) })
  return 'This slide could not be answered. The log has the details.'
}

async function frameOf(ctx: OrgCtx, live: Pick<LiveHub, 'version'>, setting: Setting, slide: SlideRow, variables: Readonly<Record<string, string>>, feeds: readonly LateFeed[], later: Later[], at: Date): Promise<Frame> {
  const say = (text: string | null) => (text ? fill(text, variables, setting.known) : null)
  const head = { id: slide.id, seconds: slide.seconds, schedule: slide.schedule, kind: slide.kind }
  if (slide.kind === 'message' || !slide.report) {
    return { ...head, title: say(slide.title) ?? '', picture: { kind: 'message', text: say(slide.text) ?? '' }, window: null, incomplete: null, late: null, hidden: 0 }
  }
  const told = describeReport(slide.report)
  const lacks = lacking({ ...slide.parameters, ...slide.cell }, variables, setting.known)
  if (lacks) throw new NotDrawable(lacks)
  const cell = fillAll(slide.cell, variables, setting.known)
  const parameters = await tellable(ctx, slide.report, fillAll(slide.parameters, variables, setting.known), cell)
  const of = aboutOf(setting, slide, parameters, variables)
  // What is to be read within a second of its coming waits for nothing.
  const answer = await (slide.kind === 'expected' ? sharedAnswer(ctx, live, slide.report, parameters) : patientAnswer(ctx, live, slide.report, parameters, later))
  const means: Means = { names: setting.screen.showNames, tiers: setting.tiers.map(({ name }) => name), target: (field, value, last) => target(ctx, setting, told, field, parameters, cell, value, last) }
  const { picture: drawn, hidden: small } = await draw(ctx, live, setting, slide, told, answer, cell, means, later)
  const picture = drawn.kind === 'expected' && drawn.day !== localDayOf(at.getTime(), ctx.org.timezone) ? { ...drawn, away: `Of ${dayInWords(drawn.day)}, ${ctx.org.sample ? 'where this sample stands' : 'the last day with records'}` } : drawn
  const naught = isEmpty(picture) || (slide.kind === 'promises' && picture.kind === 'sentence')
  if (of.part && naught && !(await isKnownValue(ctx, of.part.attribute, of.part.value))) throw new NotDrawable(`No records of ${of.part.value}.`)
  const { picture: seen, hidden } = withoutSmall({ picture, hidden: small }, namedBy(told, { parameters }, { cell }))
  // Nought is good news only where all of it has come.
  const only = sentIn(slide.report, cell)
  const mine = concerning(only ? feeds.filter(({ kind }) => kind === only) : feeds, parameters)
  const { from, to } = answer.parameters as { from?: string; to?: string }
  const dated = slide.kind !== 'expected' && slide.kind !== 'promises' && slide.kind !== 'at_risk' && !told.ofNow && !(picture.kind === 'sentence' && picture.answer) && from !== undefined && to !== undefined
  // One figure is called by its own name: “Customers lost”, not “Who is leaving”.
  const title = say(slide.title) ?? (picture.kind === 'big_number' && slide.field ? picture.what : told.title)
  const named = of.names.filter((name) => !title.toLocaleLowerCase().includes(name.toLocaleLowerCase()))
  return { ...head, title: [title, ...named].join(' · '), picture: mine.length > 0 && seen.kind === 'big_number' ? { ...seen, none: false } : seen, hidden, window: dated ? daysOf(picture, { from, to }) : null, ...howWhole(byWall(ctx, setting), answer.incomplete, picture, mine, mine.filter((feed) => isMissing(feed, told.name, to))) }
}

const WHOLE = 'whole organisation'

/** Reports that take contacts by their own word of a dimension, and not only by their customer’s. */
export const BY_OWN_WORD: ReadonlySet<string> = new Set<ReportName>([
  'today-against-expected', 'interactions-over-time', 'interactions-per-customer', 'growth', 'contact-rate', 'cost-to-serve', 'moment-outcomes', 'first-contact-resolution', 'repeat-contacts', 'time-to-action', 'containment', 'induced-contacts',
])

/** Parameters without a dimension by which a report cannot be told, where only contacts say it: nought of one branch would be false, of the whole it is true. */
async function tellable(ctx: OrgCtx, report: string, parameters: Record<string, string | number | boolean>, { measure }: Readonly<Record<string, unknown>>): Promise<Record<string, string | number | boolean>> {
  const { attribute, ...rest } = parameters
  if (typeof attribute !== 'string' || (BY_OWN_WORD.has(report) && measure !== 'transactions')) return parameters
  const name = attribute.slice(0, attribute.indexOf(':'))
  return !ctx.org.dimensions.includes(name) || (await isOfCustomers(ctx, name)) ? parameters : rest
}

/** Whether a display says of which part it is, or is on a screen that asks it to. */
const isOfPart = (slides: Setting['screen']['slides'], variables: Readonly<Record<string, string>>): boolean => Object.values(variables).some((value) => value !== '') || unsaid(slides, variables).length > 0

/** What a slide is of, as its own variables say: a branch's name stands on all that is of that branch, and what is of all says that. */
function aboutOf(setting: Setting, slide: SlideRow, parameters: Readonly<Record<string, unknown>>, variables: Readonly<Record<string, string>>): { names: string[]; /** A value of a dimension, which may be nobody’s. */ part: { attribute: string; value: string } | null } {
  const names: string[] = []
  let part: { attribute: string; value: string } | null = null
  for (const [parameter, given] of Object.entries(slide.parameters)) {
    const own = typeof given === 'string' ? ownVariables(given, variables) : []
    if (own.length === 0) continue
    if (parameters[parameter] === undefined || !takesParameter(slide.report ?? '', parameter, parameters[parameter])) { names.push(WHOLE); continue }
    names.push(...own.map((value) => nameOf(setting, value)))
    const [, attribute, value] = parameter === 'attribute' ? (/^([^:]+):(.*)$/su.exec(String(parameters[parameter])) ?? []) : []
    if (attribute !== undefined && value !== undefined) part = { attribute, value }
  }
  for (const given of Object.values(slide.cell)) names.push(...ownVariables(given, variables))
  // On a display of one branch what is of all says so, or it would be taken for the branch's; so on one of a screen of branches that says of none.
  if (names.length === 0 && isOfPart(setting.screen.slides, variables)) names.push(WHOLE)
  // Without a title of its own it also says what it is filtered by.
  if (slide.title === null) for (const parameter of FILTERS) names.push(...filterNames(setting, slide.report ?? '', parameter, parameters[parameter]))
  return { names: [...new Set(names)], part }
}

const FILTERS = ['channel', 'touchpoint', 'segment', 'attribute'] as const
/** More than this many are not read out one by one. */
const MOST_NAMES = 2

function filterNames(setting: Setting, report: string, parameter: (typeof FILTERS)[number], given: unknown): string[] {
  if (typeof given !== 'string' || given === '' || !takesParameter(report, parameter, given)) return []
  if (parameter === 'attribute') return [given.slice(given.indexOf(':') + 1)]
  const all = given.split(',')
  return all.length > MOST_NAMES ? [`${all.length} ${parameter}s`] : all.map((slug) => nameOf(setting, slug.slice(slug.indexOf(':') + 1).trim()))
}

/** A channel, touchpoint or value tier as people call it; anything else as it is. */
const nameOf = ({ channels, touchpoints, tiers }: Setting, slug: string): string => [...channels, ...touchpoints, ...tiers].find((one) => one.slug === slug)?.name ?? slug

/** The one kind of records that a slide counts; null where it is told from several. */
function sentIn(report: string, { measure }: Readonly<Record<string, unknown>>): string | null {
  if (report === 'promises' || report === 'follow-through') return 'promise'
  return report === 'today-against-expected' ? (measure === 'transactions' ? 'transaction' : 'interaction') : null
}

/** The late feeds that are in what a slide asks for. */
function concerning(feeds: readonly LateFeed[], { channel }: Readonly<Record<string, unknown>>): LateFeed[] {
  const asked = typeof channel === 'string' ? channel.split(',') : null
  return feeds.filter((feed) => !asked || feed.channel === null || asked.includes(feed.channel))
}

/** Reports that count interactions, or what is read from them: one that was not sent is missing there. */
const OF_INTERACTIONS: ReadonlySet<string> = new Set<ReportName>([
  'interactions-over-time', 'interactions-per-customer', 'contact-rate', 'repeat-contacts', 'first-contact-resolution', 'containment', 'induced-contacts', 'growth', 'cost-to-serve',
  'channel-gap', 'channel-breadth', 'channels-per-issue', 'channel-rules', 'class-balance', 'moment-outcomes', 'moment-effects', 'recovery', 'unhappy-now',
])
/** The same of promises. */
const OF_PROMISES: ReadonlySet<string> = new Set<ReportName>(['promises', 'follow-through', 'unhappy-now'])
const NONE: ReadonlySet<string> = new Set()

/** Whether figures until a day (excluded) lack what a feed has not sent. */
const isMissing = ({ kind, last }: LateFeed, report: string, to: string | undefined): boolean => (kind === 'interaction' ? OF_INTERACTIONS : kind === 'promise' ? OF_PROMISES : NONE).has(report) && (to === undefined || addDays(last, 1) < to)

/**
 * What is said of figures that are not whole: why the report says so, else which feed has become late. One that has been for
 * weeks stands where its figures are missing, quietly, and at the wall's foot: said on every slide it would hide the next one. What has
 * come today is counted at once: settling does not hold it back.
 */
function howWhole(ctx: OrgCtx, reasons: readonly string[], picture: Picture, mine: readonly LateFeed[], missing: readonly LateFeed[]): Pick<Frame, 'incomplete' | 'known' | 'late'> {
  // What a report says of a late feed at length stands here in short, all of it.
  // Of today counts what it is made of: a feed of something else is no reason.
  const own = reasons.find((reason) => !isPassing(reason) && !((mine.length > 0 || picture.kind === 'expected') && reason.includes(NOTHING_SINCE)))
  const lacks = mine.length > 0 && reasons.some((reason) => reason.includes(NOTHING_SINCE))
  const known = missing.some((feed) => feed.known)
  const settling = picture.kind === 'expected' ? undefined : reasons.find(isPassing)
  const late = sayLateFeeds(ctx, mine.filter((feed) => !feed.known))
  if (own) return { incomplete: own, late: null }
  const said = lacks ? mine : known ? mine.filter((feed) => !feed.known || missing.includes(feed)) : []
  if (said.length > 0) return { incomplete: sayLateFeeds(ctx, said), ...(said.every((feed) => feed.known) ? { known: true } : {}), late: null }
  return { incomplete: late ? null : (settling ?? null), late }
}

function target(ctx: OrgCtx, { targets }: Setting, told: Told, field: string, parameters: Record<string, unknown>, cell: Record<string, unknown>, value: number | null, last: string | null) {
  const subject = targetSubject(field, parameters, cell, isRate(told.figures[field]?.unit ?? 'count'))
  const mine = targets.filter((t) => t.report === told.name && t.subject === subject)
  const today = localDayOf(ctx.now.getTime(), ctx.org.timezone)
  return mine.length === 0 ? null : targetOf(mine, last !== null && last < today ? last : today, value)
}

/** Instants are told by the clock that hangs below them. */
const byWall = (ctx: OrgCtx, { screen }: Setting): OrgCtx => ({ ...ctx, org: { ...ctx.org, timezone: screen.timezone ?? ctx.org.timezone } })

async function draw(ctx: OrgCtx, live: Pick<LiveHub, 'version'>, setting: Setting, slide: SlideRow, told: ReturnType<typeof describeReport>, answer: ReportAnswer, cell: Record<string, string>, means: Means, later: Later[]): Promise<Drawn> {
  if (slide.kind === 'promises') return { picture: await once(answer, slide, means, () => promises(ctx, slide, answer, { names: means.names, whole: namedBy(told, answer, { cell }).whole })), hidden: 0 }
  if (slide.kind === 'story') return { picture: await once(answer, slide, means, () => story(ctx, setting, slide, told, answer, cell, means.names)), hidden: 0 }
  if (slide.kind === 'sentence' && slide.field === ALL_RIGHT) return { picture: await standing(ctx, live, answer, later), hidden: 0 }
  const drawn = pictureOf(slide.kind, told, answer, { field: slide.field, cell }, means)
  return { ...drawn, picture: withChannelKinds(drawn.picture, setting) }
}

const lookedUp = new WeakMap<ReportAnswer, Map<string, Promise<Picture>>>()

/** What single records are looked up for is looked up once an answer: while that holds, so do they. */
function once(answer: ReportAnswer, { id, field, cell }: SlideRow, { names }: Means, work: () => Promise<Picture>): Promise<Picture> {
  const known = lookedUp.get(answer) ?? new Map<string, Promise<Picture>>()
  lookedUp.set(answer, known)
  const key = JSON.stringify([id, field, cell, names])
  const picture = known.get(key) ?? work()
  known.set(key, picture)
  picture.catch(() => known.delete(key))
  return picture
}

/** Channels are named by slug in answers; a wall gives each kind its colour. */
function withChannelKinds(picture: Picture, { channels }: Setting): Picture {
  const toned = <T extends { tone?: string }>(all: T[]): T[] => all.map((one) => (one.tone?.startsWith('channel:') ? { ...one, tone: `channel:${channels.find((c) => `channel:${c.slug}` === one.tone)?.kind ?? 'other'}` } : one))
  if (picture.kind === 'line' || picture.kind === 'stream') return { ...picture, lines: toned(picture.lines) }
  if (picture.kind === 'big_number') return { ...picture, parts: toned(picture.parts) }
  return picture.kind === 'bars' ? { ...picture, bars: toned(picture.bars) } : picture
}
