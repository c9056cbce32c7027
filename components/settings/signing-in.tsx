'use client'
import { useQuery } from '@tanstack/react-query'
import { useTRPC } from '../data/trpc'
import { Section } from '../shell/page'
import { Checkbox } from '../ui/choice'
import { Setting } from './setting'

/** What the organisation asks of everybody who signs in. */
export function SigningIn() {
  const org = useQuery(useTRPC().settings.get.queryOptions()).data
  if (!org) return null
  return (
    <Section title="Signing in" className="mt-8">
      <Setting
        title="A second factor for everybody" field="second_factor_demanded" group value={org.second_factor_demanded} words={org.second_factor_demanded ? 'Asked of everybody' : 'Everybody’s own choice'}
        means={<p>Whoever signs in with a password also needs a code from an app on their telephone. Who has not set that up is led there before they see anything of this organisation. Single sign-on is not touched: set it at your provider. API keys and wall displays go on as they are.</p>}
        patch={(second_factor_demanded) => ({ second_factor_demanded })}
      >
        {({ draft, set }) => <Checkbox label="Ask everybody for a second factor" checked={draft} onChecked={set} />}
      </Setting>
    </Section>
  )
}
