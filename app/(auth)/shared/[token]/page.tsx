import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { SharedPlan } from '@/components/plans/shared-plan'
import { caller } from '@/server/caller'
import { notFoundAsPage } from '@/server/rest/page-errors'

// The link is the key: it goes to no search engine and to no page that is followed from here.
export const metadata: Metadata = { title: 'Plan', robots: { index: false, follow: false }, referrer: 'no-referrer' }

export default async function SharedPlanPage({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params
  if (!/^tsp_[\w-]{43}$/u.test(token)) notFound()
  return <SharedPlan plan={await notFoundAsPage((await caller(null)).plans.shared({ token }))} />
}
