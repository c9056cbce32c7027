'use client'
import { SubNav } from '../shell/sub-nav'
import { useWorkspace } from '../workspace/workspace'

/** The lists of customers there are. */
export function CustomersNav() {
  const { slug } = useWorkspace()
  const base = `/${slug}/customers`
  return <SubNav label="Customers" items={[{ href: base, label: 'Everybody', exact: true }, { href: `${base}/at-risk`, label: 'At risk' }, { href: `${base}/duplicates`, label: 'Duplicates' }]} />
}
