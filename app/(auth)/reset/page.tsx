import type { Metadata } from 'next'
import { Entrance } from '@/components/people/entrance'
import { NoMail } from '@/components/people/link-states'
import { ResetRequestForm } from '@/components/people/reset-request-form'
import { caller } from '@/server/caller'
import { requestReset } from '../actions'

export const metadata: Metadata = { title: 'New password · Touchstone' }

export default async function ResetPage() {
  const { mail } = await (await caller(null)).people.entrance()
  return <Entrance title="Forgot the password?">{mail ? <ResetRequestForm requestReset={requestReset} /> : <NoMail />}</Entrance>
}
