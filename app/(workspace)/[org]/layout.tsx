import type { Metadata } from 'next'
import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import type { ReactNode } from 'react'
import { AccountMenu } from '@/components/people/account-menu'
import { OrganisationSwitcher } from '@/components/people/organisation-switcher'
import { Document } from '@/components/shell/document'
import { Workspace } from '@/components/workspace/workspace'
import { pageCall, pageMade, pageStamp, pageWorkspace } from '@/server/caller'
import { askedPath } from '@/server/domain/people/own-path'
import { notFoundAsPage } from '@/server/rest/page-errors'

export const metadata: Metadata = { title: { default: 'Touchstone', template: '%s · Touchstone' } }

export default async function WorkspaceLayout({ params, children }: { params: Promise<{ org: string }>; children: ReactNode }) {
  const { org } = await params
  const { session } = await pageCall(org)
  if (!session) redirect(`/sign-in?to=${encodeURIComponent(askedPath((await headers()).get('x-touchstone-path'), org))}`)
  const workspace = await notFoundAsPage(pageWorkspace(org), `/${encodeURIComponent(org)}`)
  return (
    <Document>
      <Workspace workspace={workspace} made={pageMade()} stamp={await pageStamp()} organisation={<OrganisationSwitcher current={workspace.slug} name={workspace.name} />} account={<AccountMenu name={workspace.actor} />}>
        {children}
      </Workspace>
    </Document>
  )
}
