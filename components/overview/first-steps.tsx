import { PageHeader } from '../shell/page'
import { ButtonLink } from '../ui/link'
import { EmptyState } from '../ui/states'

/** Nothing has been recorded yet: the page teaches how to begin. */
export function FirstSteps({ org }: { org: string }) {
  return (
    <>
      <PageHeader title="Overview" lead="Nothing has been recorded yet." />
      <div className="border-t py-6">
        <EmptyState title="Bring in what happened" action={<ButtonLink look="primary" href={`/${org}/data/import`}>Import a file</ButtonLink>}>
          <p>Drop a CSV of contacts, purchases or customers and see it read before anything is kept. Or let your systems send events: make an API key under Data and point your Segment, CloudEvents or REST client here.</p>
        </EmptyState>
      </div>
    </>
  )
}
