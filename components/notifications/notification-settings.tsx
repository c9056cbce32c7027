'use client'
import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { NOTIFICATION_KINDS } from '@/db/vocabulary'
import { failureOf, useTRPC } from '../data/trpc'
import { PageHeader, Section } from '../shell/page'
import { Switch } from '../ui/choice'
import { Callout } from '../ui/states'
import { MondayPreview } from './monday-preview'
import { KIND } from './words'

/** What the reader is told by mail; everything stands in the list behind the bell anyway. */
export function NotificationSettings() {
  const trpc = useTRPC()
  const cache = useQueryClient()
  const key = trpc.notifications.settings.queryKey()
  const { data } = useSuspenseQuery(trpc.notifications.settings.queryOptions())
  const set = useMutation(trpc.notifications.setSettings.mutationOptions({
    // A switch turns at once and turns back when it could not be kept.
    onMutate: ({ mails, monday_mail }) => cache.setQueryData(key, (was) => was && { ...was, mails: { ...was.mails, ...mails }, mondayMail: monday_mail ?? was.mondayMail }),
    onSettled: () => cache.invalidateQueries({ queryKey: key }),
  }))
  return (
    <>
      <PageHeader title="Notifications" lead="What you are told stands behind the bell. Here you choose what also comes by mail. It holds for you, in this organisation." />
      {!data.canMail && <Callout tone="warning" title="This instance sends no mail yet">Whoever runs the server sets SMTP_URL, MAIL_FROM and PUBLIC_URL. What you choose here is kept until then.</Callout>}
      {set.isError && <Callout tone="danger">{failureOf(set.error)}</Callout>}
      <Section title="By mail">
        <div className="grid max-w-prose gap-4">
          {NOTIFICATION_KINDS.map((kind) => <Switch key={kind} label={KIND[kind].name} hint={KIND[kind].when} checked={data.mails[kind]} onChecked={(on) => set.mutate({ mails: { [kind]: on } })} />)}
        </div>
      </Section>
      <Section title="On Monday morning" subtitle="One page: what changed, whom we lost, what we owe, with pictures and a link to each report." actions={<MondayPreview canMail={data.canMail} />}>
        <div className="max-w-prose"><Switch label="Send me the Monday mail" hint="At seven in the organisation’s time zone. Every mail has a link that stops it." checked={data.mondayMail} onChecked={(on) => set.mutate({ monday_mail: on })} /></div>
      </Section>
    </>
  )
}
