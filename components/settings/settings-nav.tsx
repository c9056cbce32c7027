'use client'
import { SubNav } from '../shell/sub-nav'
import { useWorkspace } from '../workspace/workspace'

/** The parts of the settings; the audit trail only for who may read it. */
export function SettingsNav() {
  const { slug, can } = useWorkspace()
  const base = `/${slug}/settings`
  return <SubNav label="Settings" items={[
    { href: base, label: 'Organisation', exact: true }, { href: `${base}/channels`, label: 'Channels' }, { href: `${base}/touchpoints`, label: 'Touchpoints' },
    { href: `${base}/members`, label: 'Members' }, { href: `${base}/privacy`, label: 'Privacy' }, { href: `${base}/account`, label: 'My account' }, { href: `${base}/notifications`, label: 'Notifications' }, ...(can.includes('admin') ? [{ href: `${base}/audit`, label: 'Audit' }] : []),
  ]} />
}
