'use client'
import { NAMES_HIDEABLE, type NamesHideable } from '@/db/vocabulary'
import { Checkbox } from '../ui/choice'
import { Setting } from './setting'
import type { OfSettings } from './view'

const WHO: Record<NamesHideable, { label: string; hint: string }> = {
  viewer: { label: 'Viewers', hint: 'And whoever opens the link to a shared plan.' },
  editor: { label: 'Editors', hint: 'They still record and correct what they know.' },
  keys: { label: 'API keys', hint: 'Those without the scope “admin”.' },
  screens: { label: 'Wall displays', hint: 'Whatever a screen’s own setting says.' },
}

export function NamesSetting({ org }: OfSettings) {
  return (
    <Setting
      title="Hide names from" field="names_hidden_from" group value={NAMES_HIDEABLE.filter((who) => org.names_hidden_from.includes(who))} words={org.names_hidden_from.map((who) => WHO[who].label).join(', ') || 'Nobody'}
      means={<>
        <p>They see every figure, but no customer’s name, e-mail address or attribute; only the dimensions you declared stay, since they are groups. In what is recorded of a customer (comments of theirs, notes, summaries) their own name, e-mail addresses and telephone numbers read “…”. What colleagues write to each other, about a plan, a map or a figure, stands as they wrote it.</p>
        <p className="mt-1">This holds on every page, in search, files, the API and on walls. The ids you send stay, because pages are addressed by them: do not use names as ids.</p>
      </>}
      patch={(names_hidden_from) => ({ names_hidden_from })}
    >
      {({ draft, set }) => <div>{NAMES_HIDEABLE.map((who) => <Checkbox key={who} {...WHO[who]} checked={draft.includes(who)} onChecked={(on) => set(NAMES_HIDEABLE.filter((one) => (one === who ? on : draft.includes(one))))} />)}</div>}
    </Setting>
  )
}
