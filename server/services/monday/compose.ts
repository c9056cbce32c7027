import { and, desc, eq, gte } from 'drizzle-orm'
import { alertFirings } from '@/db/schema'
import { reading, type OrgCtx } from '@/server/context'
import { sayFigure } from '@/server/domain/alerts/words'
import type { MondayContent, MondaySection } from '@/server/domain/monday/mail'
import { beside, onlyFailures } from '@/server/domain/statistics/only-failures'
import { dayInWords } from '@/server/domain/time/day-in-words'
import { addDays, localDayOf, mondayOf } from '@/server/domain/time/local-day'
import { answerReport } from '@/server/reports/answer'
import { ownNames } from '@/server/reports/promise-state'

const WEEKS = 8
const SMALL_N = 30
const n = (value: number) => sayFigure(value, 'count', 'EUR')
/** "74.2% (37 of 50)", under thirty only the counts. */
const share = (k: number, of: number) => (of < SMALL_N ? `${n(k)} of ${n(of)}` : `${sayFigure(k / of, 'share', 'EUR')} (${n(k)} of ${n(of)})`)
const RESULT = { failed: { label: 'failed', colour: '#b4402c', ink: '#ffffff' }, met: { label: 'met', colour: '#8fa9c4', ink: '#1c1b19' }, exceeded: { label: 'exceeded', colour: '#2f7d5b', ink: '#ffffff' }, not_recorded: { label: 'not recorded', colour: '#dddad3', ink: '#1c1b19' } } as const

const CLOCK = { overdue: { label: 'overdue', colour: '#b4402c', ink: '#ffffff' }, due_today: { label: 'due today', colour: '#d9a441', ink: '#1c1b19' }, due_later: { label: 'later', colour: '#8fa9c4', ink: '#1c1b19' } } as const

/** The overview as of now, for whoever ctx is: its sentences, with the pictures a mail can show. What there is no data for is left out. */
export async function composeMonday(ctx: OrgCtx): Promise<MondayContent> {
  const today = localDayOf(ctx.now.getTime(), ctx.org.timezone)
  const monday = mondayOf(today)
  const news = await answerReport(ctx, 'findings', {})
  const all = [await changed(news), await lost(ctx), await moments(ctx, today), await owed(ctx), await volume(ctx, monday), await alerts(ctx, addDays(monday, -7))]
  const sections = all.filter((section) => section !== null)
  const found = news.rows.length
  const lead = sections.length === 0 ? 'Nothing is recorded yet' : found === 0 ? `Week to ${dayInWords(addDays(monday, -1))}: nothing unusual` : `Week to ${dayInWords(addDays(monday, -1))}: ${found === 1 ? 'one thing has' : `${found} things have`} changed`
  return { organisation: ctx.org.name, subject: `${ctx.org.name}: ${lead.charAt(0).toLowerCase()}${lead.slice(1)}`, lead, warnings: news.incomplete.slice(0, 3), sections }
}

async function changed(news: Awaited<ReturnType<typeof answerReport<'findings'>>>): Promise<MondaySection | null> {
  const checks = Number(news.statistics.checks ?? 0)
  if (checks === 0) return null
  const sentences = news.rows.length === 0 ? ['Every figure lies within the range expected from its own history.'] : news.rows.map((row) => row.text)
  const ranges = news.rows.map(({ observed: value, expected_low: low, expected_high: high }) => ({ value, low, high }))
  return { title: news.rows.length === 0 ? `${n(checks)} checks, nothing unusual` : 'What changed', link: '', linkText: 'The overview', sentences, ranges }
}

async function lost(ctx: OrgCtx): Promise<MondaySection | null> {
  const { rows: [total] } = await answerReport(ctx, 'losses', {})
  if (!total || total.at_start === 0) return null
  const careful = total.lost_with_failed > 0 ? ['A failed moment before leaving is associated with leaving; this does not show that it caused it.'] : []
  return { title: 'Whom we lost', link: '/churn', linkText: 'Churn', sentences: [total.text, ...careful], ranges: [total.churn_rate === null || total.expected_low === null || total.expected_high === null ? null : { value: total.churn_rate, low: total.expected_low, high: total.expected_high }] }
}

async function moments(ctx: OrgCtx, today: string): Promise<MondaySection | null> {
  const { rows } = await answerReport(ctx, 'moment-outcomes', { from: addDays(today, -27), to: addDays(today, 1) })
  const of = (result: keyof typeof RESULT) => rows.find((row) => row.touchpoint === 'total' && row.result === result)?.moments ?? 0
  const told = of('failed') + of('met') + of('exceeded')
  if (told + of('not_recorded') === 0) return null
  const all = told + of('not_recorded')
  const places = rows.filter((row) => row.touchpoint !== 'total' && row.result === 'failed').map((row) => ({ label: row.label, known: row.known, failed: row.moments }))
  const apart = beside({ known: told, failed: of('failed') }, places.filter(onlyFailures))
  return {
    title: told === 0 ? `${n(all)} moments that matter in the last 28 days, none with a known result` : `${share(of('failed'), told)} ${told < SMALL_N ? '' : 'of the '}moments with a known result failed in the last 28 days`, link: '/moments', linkText: 'Moments',
    sentences: [...(told > 0 && told < all ? [`How ${share(all - told, all)} ended is not recorded.`] : []), ...(apart ? [`${apart.labels}: only failures are recorded there as moments.${apart.known > 0 ? ` Without ${apart.one ? 'it' : 'them'}, ${share(apart.failed, apart.known)} failed.` : ''}`] : [])],
    parts: { label: 'Results of moments that matter, last 28 days', parts: (['failed', 'met', 'exceeded', 'not_recorded'] as const).map((result) => ({ ...RESULT[result], value: of(result) })) },
  }
}

async function owed(ctx: OrgCtx): Promise<MondaySection | null> {
  const { rows: [whole, ...owners] } = await answerReport(ctx, 'promises', {})
  if (!whole || (whole.promises ?? 0) === 0) return null
  const { rows: [kept] } = await answerReport(ctx, 'follow-through', {})
  const names = ownNames(ctx.actor)
  const own = owners.filter((row) => names.includes(row.owner.toLowerCase()))
  const mine = { overdue: own.reduce((sum, row) => sum + row.overdue, 0), today: own.reduce((sum, row) => sum + row.due_today, 0) }
  return {
    title: whole.overdue === 0 ? 'We owe nobody anything that is overdue' : `${n(whole.overdue)} ${whole.overdue === 1 ? 'promise' : 'promises'} to ${n(whole.customers_overdue)} ${whole.customers_overdue === 1 ? 'customer is' : 'customers are'} overdue`, link: '/promises', linkText: 'Promises',
    sentences: [`${n(whole.due_today)} due today, ${n(whole.due_later)} later.${kept && kept.due > 0 ? ` ${share(kept.kept, kept.due)} ${kept.due < SMALL_N ? '' : 'of the '}promises that fell due ${kept.kept === 1 && kept.due < SMALL_N ? 'was' : 'were'} kept on time.` : ''}`, ...(mine.overdue + mine.today > 0 ? [`Yours: ${n(mine.overdue)} overdue, ${n(mine.today)} due today.`] : [])],
    parts: { label: 'Open promises', parts: [{ ...CLOCK.overdue, value: whole.overdue }, { ...CLOCK.due_today, value: whole.due_today }, { ...CLOCK.due_later, value: whole.due_later }] },
  }
}

async function volume(ctx: OrgCtx, monday: string): Promise<MondaySection | null> {
  const { rows } = await answerReport(ctx, 'interactions-over-time', { interval: 'week', from: addDays(monday, -7 * WEEKS), to: monday })
  const weeks = rows.filter((row) => row.key === 'total')
  const [last, before] = [weeks.at(-1), weeks.at(-2)]
  if (!last) return null
  const change = before && before.contacts >= SMALL_N && addDays(before.period, 7) === last.period ? `, ${last.contacts === before.contacts ? 'as many as' : `${sayFigure(Math.abs(last.contacts / before.contacts - 1), 'share', 'EUR')} ${last.contacts > before.contacts ? 'more' : 'fewer'} than`} the week before` : ''
  return {
    title: `${n(last.contacts)} contacts in the week from ${dayInWords(last.period)}${change}`, link: '/interactions', linkText: 'Interactions', sentences: [`Beside them ${n(last.lookups)} look-ups and ${n(last.messages)} messages of ours.`],
    bars: { label: 'Contacts per week', rows: weeks.map((row) => ({ label: dayInWords(row.period).replace(/ \d{4}$/, ''), value: row.contacts, shown: n(row.contacts), partial: row.partial })) },
  }
}

async function alerts(ctx: OrgCtx, from: string): Promise<MondaySection | null> {
  const rows = await reading(ctx, (tx) => tx.select({ title: alertFirings.title }).from(alertFirings).where(and(eq(alertFirings.organisationId, ctx.org.id), gte(alertFirings.firedAt, new Date(`${from}T00:00:00Z`)))).orderBy(desc(alertFirings.firedAt)).limit(50))
  if (rows.length === 0) return null
  return { title: rows.length === 1 ? 'One alert fired' : `${rows.length >= 50 ? '50 or more' : rows.length} alerts fired`, link: '/alerts', linkText: 'Alerts', sentences: rows.slice(0, 4).map((row) => `${row.title}.`) }
}
