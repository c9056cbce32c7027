'use client'
import { SubNav } from '../shell/sub-nav'
import { useWorkspace } from '../workspace/workspace'

/** The parts of Care. */
export function CareNav() {
  const { slug } = useWorkspace()
  const base = `/${slug}/care`
  return <SubNav label="Care" items={[{ href: base, label: 'How care goes', exact: true }, { href: `${base}/machines`, label: 'Virtual agents and messages' }, { href: `${base}/voice`, label: 'What they say' }, { href: `${base}/surveys`, label: 'Surveys' }]} />
}
