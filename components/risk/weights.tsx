import { LISTED_AT, RISK_REASONS, RISK_WEIGHTS } from '@/server/domain/risk/weights'
import { Section } from '../shell/page'
import { Table } from '../ui/table'

/** What the score is made of: every rule, in the open. */
export function Weights() {
  return (
    <Section title="How the points come about" subtitle={`Added up; from ${LISTED_AT} on, a customer is on the list`} note="The points are stated by us, not learned from your data: whether they are any good, the share who left after each list says.">
      <Table
        tall label="What gives points" rows={RISK_REASONS.map((reason) => ({ reason, ...RISK_WEIGHTS[reason] }))} rowKey={(row) => row.reason}
        columns={[
          { key: 'label', header: 'Reason', cell: (row) => row.label },
          { key: 'most', header: 'At most', numeric: true, cell: (row) => row.most },
          { key: 'rule', header: 'How many', wideOnly: true, className: 'pl-8! whitespace-normal!', cell: (row) => <span className="block max-w-prose">{row.rule}</span> },
          { key: 'why', header: 'Why', wideOnly: true, className: 'whitespace-normal! max-lg:hidden', cell: (row) => <span className="block max-w-prose text-muted">{row.why}</span> },
        ]}
      />
    </Section>
  )
}
