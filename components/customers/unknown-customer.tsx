'use client'
import { PageHeader } from '../shell/page'
import { ButtonLink } from '../ui/link'
import { EmptyState } from '../ui/states'
import { useWorkspace } from '../workspace/workspace'

/** Nobody is known by the id in the address. */
export function UnknownCustomer() {
  const { slug } = useWorkspace()
  return (
    <>
      <PageHeader title="No such customer" />
      <div className="border-t py-6">
        <EmptyState title="Nobody is known by this id" action={<ButtonLink look="primary" href={`/${slug}/customers`}>Find a customer</ButtonLink>}>
          <p>They may have been erased, or never recorded. A visitor nobody has identified yet is not a customer either. Ids are told apart by upper and lower case.</p>
        </EmptyState>
      </div>
    </>
  )
}
