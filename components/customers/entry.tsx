import { AtSign, CircleHelp, Gift, Globe, Handshake, Mail, MessageCircle, MessageSquare, PhoneCall, Phone, Receipt, Smartphone, Bot, Store, Share2, Star, Eye, type LucideIcon } from 'lucide-react'
import type { TimelineItem } from '@/server/queries/customer-page'
import { Badge } from '../ui/badge'
import { cx } from '../ui/cx'
import { LOCALE } from '../ui/format'
import { formatDay } from '../ui/format-date'
import { channelColour, meaningColour } from '../ui/tokens'
import { useWorkspace } from '../workspace/workspace'
import { channelOf, entryText } from './entry-text'

const CHANNEL: Record<string, LucideIcon> = {
  web: Globe, mobile_app: Smartphone, email: AtSign, sms: MessageSquare, chat: MessageCircle, social: Share2, phone: Phone, ivr: PhoneCall, virtual_agent: Bot, in_person: Store, post: Mail,
}
const RECORD: Record<string, LucideIcon> = { transaction: Receipt, issue: CircleHelp, promise: Handshake, response: Star, referral: Gift }
const EFFECT: Record<string, string> = { left: 'then left', spent_less: 'then spent less', stayed: 'stayed', pending: 'effect pending', not_measurable: 'effect not measurable' }

/** One thing that happened: when, where, what, and how it ended. The icon repeats what the words say. */
export function Entry({ entry }: { entry: TimelineItem }) {
  const workspace = useWorkspace()
  const names = { ...workspace, now: new Date(workspace.now) }
  const { title, details, quote } = entryText(entry, names)
  const channel = channelOf(entry, workspace)
  const overdue = entry.record === 'promise' && details.includes('overdue')
  const result = typeof entry.result === 'string' ? entry.result : null
  const { moment } = entry
  const Icon = (entry.form === 'observation' ? Eye : channel ? CHANNEL[channel.kind] : RECORD[entry.record]) ?? CircleHelp
  return (
    <li className={cx('grid grid-cols-[3rem_1.25rem_1fr] items-baseline gap-x-2 border-t border-hairline py-1.5 first:border-t-0', moment && '-ml-3 pl-3 shadow-[inset_2px_0_0_var(--accent)]')}>
      <time dateTime={entry.at} className="text-12 text-muted">{clock(entry.at, workspace.timezone)}</time>
      <Icon aria-hidden color={channel ? channelColour(channel.kind) : 'var(--muted)'} className="size-4 translate-y-0.5" />
      <div className="min-w-0">
        <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <span className={cx('text-14', moment && 'font-medium')}>{title}</span>
          {moment ? (
            <>
              <Badge mark={meaningColour(moment.result ?? 'not_recorded')}>Moment {moment.result ?? 'without a result'}</Badge>
              <Badge mark={meaningColour(moment.effect)}>{EFFECT[moment.effect]}{moment.effect === 'pending' ? ` to ${formatDay(moment.window_end)}` : ''}</Badge>
              {moment.advocated && <Badge mark={meaningColour('advocated')}>advocated</Badge>}
            </>
          ) : result && <Badge mark={meaningColour(result)}>{result}</Badge>}
          {overdue && <Badge tone="danger">overdue</Badge>}
          <span className="text-12 text-muted">{details.filter((detail) => detail !== 'overdue').join(' · ')}</span>
        </p>
        {quote && <p className="mt-1 max-w-prose border-l-2 pl-3 text-13">{quote}</p>}
      </div>
    </li>
  )
}

const clock = (at: string, zone: string) => new Intl.DateTimeFormat(LOCALE, { timeZone: zone, hour: '2-digit', minute: '2-digit', hour12: false }).format(new Date(at))
