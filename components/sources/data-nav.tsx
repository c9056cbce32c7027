'use client'
import { SubNav } from '../shell/sub-nav'

/** The four parts of the Data pages. */
export function DataNav({ org }: { org: string }) {
  const base = `/${org}/data`
  return <SubNav label="Data" items={[
    { href: base, label: 'Sources', exact: true }, { href: `${base}/import`, label: 'Imports' }, { href: `${base}/keys`, label: 'API keys' },
    { href: `${base}/quality`, label: 'Quality' }, { href: `${base}/fields`, label: 'What my data can show' },
  ]} />
}
