'use client'
import { SURVEY_NAMES } from '@/server/domain/surveys/names'
import { BarChart } from '../charts/bar-chart'
import { LineChart } from '../charts/line-chart'
import { useReport } from '../data/use-report'
import { Inspectable } from '../shell/inspector-context'
import { Section } from '../shell/page'
import { formatCount, formatNumber, formatShare, formatShareOf, ofThose } from '../ui/format'
import { formatPeriod } from '../ui/format-date'
import { Link } from '../ui/link'
import { colour } from '../ui/tokens'
import { useWorkspace } from '../workspace/workspace'
import { ENOUGH, RateBars } from './rate-bars'

type Props = { parameters: { from?: string; to?: string } }
const given = ({ from, to }: Props['parameters']) => ({ from: from ?? null, to: to ?? null })

/** What machines and self-service settle, giving up not counted as success. */
export function Containment({ parameters }: Props) {
  const asked = { ...parameters, by: 'channel' }
  const { rows } = useReport('containment', asked)
  const { slug, channels } = useWorkspace()
  const [all] = rows
  if (!all || all.sessions === 0) return null
  // Look-ups at home would drown those who spoke with a machine: the headline is about these where there are any.
  const spoken = rows.filter((row) => ['ivr', 'virtual_agent'].includes(channels.find((channel) => channel.slug === row.key)?.kind ?? ''))
  const sum = (of: typeof rows, field: 'sessions' | 'contained' | 'watched' | 'resolved') => of.reduce((n, row) => n + row[field], 0)
  const told = spoken.length > 0 ? spoken : [all]
  const whole = { sessions: sum(told, 'sessions'), contained: sum(told, 'contained'), watched: sum(told, 'watched'), resolved: sum(told, 'resolved') }
  const inspect = { report: 'containment', parameters: { ...given(parameters), by: 'channel' } }
  return (
    <Section
      title={`${formatShare(whole.contained, whole.sessions)}${ofThose(whole.sessions)}${spoken.length > 0 ? 'talks with machines' : 'self-service sessions'} ended without a person; ${formatShare(whole.resolved, whole.watched)}${ofThose(whole.watched)}those watched for a week ended so, did not fail, and nobody came about it again`}
      subtitle="Resolved containment, by channel: ended without a person, did not fail, and no further contact about it for a week"
      note={<>Ending without a person alone would count giving up as success. This counts every session. <Link href={`/${slug}/care`}>Settled in the first contact</Link>, on the page Care, counts something else: issues, by the channel they began on, and only those that were resolved there and then; so it is lower.</>} inspect={{ ...inspect, cell: null }}
    >
      <RateBars label="Resolved containment by channel" what="Channel" inspect={inspect} rates={rows.slice(1).map((row) => ({ key: row.key, label: row.label, of: row.resolved, n: row.watched, rate: row.resolved_containment, low: row.resolved_low, high: row.resolved_high, cell: { key: row.key, field: 'resolved_containment' } }))} />
    </Section>
  )
}

/** Contacts that our own messages breed. */
export function Induced({ parameters }: Props) {
  const { rows, notes } = useReport('induced-contacts', parameters)
  const sent = rows.filter((row) => row.message !== 'total' && row.sent > 0)
  const messages = sent.filter((row) => row.extra !== null && row.compared >= ENOUGH)
  const undrawn = sent.length - Math.min(messages.length, DRAWN)
  const certain = messages.filter((row) => row.low !== null && row.low > 0)
  if (messages.length === 0) return null
  const [most] = certain
  const inspect = { report: 'induced-contacts', parameters: given(parameters) }
  return (
    <Section
      title={most ? <>After “{most.label}” come <Inspectable target={{ ...inspect, cell: { message: most.message, field: 'extra' } }}>{formatCount(Math.round(most.extra ?? 0))}</Inspectable> more contacts than in the same hours of other weeks, on {formatCount(most.sent)} messages</> : 'None of our messages is followed by more contacts than usual'}
      subtitle="Contacts per 100 messages within 48 hours, beyond those of the same customers in the same hours of the weeks around; 95 % interval"
      note={<>Associated with the message; what it is about may move both. {undrawn > 0 && `${formatCount(undrawn)} more ${undrawn === 1 ? 'message is' : 'messages are'} not drawn: compared under ${ENOUGH} times, or with less to tell. `}{notes.join(' ')}</>} inspect={{ ...inspect, cell: null }}
    >
      <BarChart
        label="Extra contacts per 100 messages" what="Message" unit={{ kind: 'number', digits: 1 }} inspect={inspect}
        bars={messages.slice(0, DRAWN).map((row) => {
          const per = (value: number | null) => (value === null || row.sent === 0 ? null : (100 * value) / row.sent)
          return { key: row.message, label: row.label, value: per(row.extra), low: per(row.low), high: per(row.high), detail: `of ${formatCount(row.sent)} sent`, colour: colour('accent'), quiet: !certain.includes(row), cell: { message: row.message, field: 'extra' } }
        })}
      />
    </Section>
  )
}

/** A message each. */
const DRAWN = 7
/** So many months are named one by one. */
const FEW_NAMED = 6
const ORDER = ['nps', 'csat', 'ces', 'perceived_value'] as const
type Survey = (typeof ORDER)[number]
const SURVEY = { nps: 'Would recommend us (NPS, points)', csat: 'Satisfied: top two of five', ces: 'How easy it was (CES, mean; more is easier)', perceived_value: 'Perceived value, mean' }

/** What customers say when asked, by month; each survey on its own scale. */
export function Surveys({ parameters }: Props) {
  const { rows, statistics, notes } = useReport('survey-scores', { ...parameters, interval: 'month' })
  const inspect = { report: 'survey-scores', parameters: { ...given(parameters), interval: 'month' } }
  const answered = (survey: Survey) => Number(statistics[`${survey}_n`] ?? 0)
  const surveys = ORDER.filter((survey) => answered(survey) >= ENOUGH)
  const few = ORDER.filter((survey) => answered(survey) > 0 && answered(survey) < ENOUGH).map((survey) => `${SURVEY_NAMES[survey]} ${formatCount(answered(survey))} ${answered(survey) === 1 ? 'answer' : 'answers'}`).join(', ')
  if (surveys.length === 0) return few === '' ? null : <Section title="Too few answers to tell" subtitle={`${few}; from ${ENOUGH} on, scores are drawn.`} inspect={{ ...inspect, cell: null }} />
  const say = (survey: (typeof surveys)[number], value: number) => (survey === 'csat' && statistics.csat_scale === '1–5' ? formatShareOf(value) : formatNumber(value, survey === 'nps' ? 0 : 1))
  const said = (survey: (typeof surveys)[number]) => `${survey === 'nps' ? '−100 to 100' : survey === 'csat' && statistics.csat_scale === '1–5' ? 'satisfied' : `of ${String(statistics[`${survey}_scale`])}`}, n = ${formatCount(answered(survey))}`
  return (
    <Section title={surveys.map((survey) => `${SURVEY_NAMES[survey]} ${say(survey, Number(statistics[survey]))} (${said(survey)})`).join(', ')} subtitle="Answers by month, with 95 % intervals" note={<>{few !== '' && `Too few answers to tell: ${few}. `}{notes.join(' ')}</>} inspect={{ ...inspect, cell: null }}>
      <div className="grid gap-6 lg:grid-cols-2">
        {surveys.map((survey) => {
          const own = rows.filter((row) => row.survey === survey && row.scale === statistics[`${survey}_scale`])
          const thin = own.filter((row) => row.n > 0 && row.n < ENOUGH)
          return (
            <div key={survey} className="min-w-0">
              <h3 className="text-13 font-medium">{SURVEY[survey]} <span className="font-normal text-muted">on {String(statistics[`${survey}_scale`])}, {formatCount(Number(statistics[`${survey}_n`]))} answers</span></h3>
              <LineChart
                label={SURVEY[survey]} interval="month" height={180} zero={false} unit={own[0]?.measure === 'top_two_share' ? { kind: 'share' } : { kind: 'number', digits: 1 }} inspect={inspect}
                series={[{ key: survey, label: SURVEY[survey], colour: colour('accent'), points: own.map((row) => ({ period: row.period, ...(row.n < ENOUGH ? { value: null, ...(row.n > 0 ? { said: `${formatCount(row.n)} ${row.n === 1 ? 'answer' : 'answers'}, too few to tell` } : {}) } : { value: row.score, low: row.low, high: row.high }), partial: row.partial, cell: { survey: row.survey, scale: row.scale, period: row.period, field: 'score' } })) }]}
              />
              {thin.length > 0 && <p className="pt-1 text-12 text-muted">{thin.length <= FEW_NAMED ? `Not drawn, under ${ENOUGH} answers is too few to tell: ${thin.map((row) => `${formatPeriod(row.period, 'month')} ${formatCount(row.n)}`).join(', ')}.` : `${formatCount(thin.length)} months have under ${ENOUGH} answers each, too few to tell, and are not drawn.`}</p>}
            </div>
          )
        })}
      </div>
    </Section>
  )
}
