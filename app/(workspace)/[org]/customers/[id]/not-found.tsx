import { UnknownCustomer } from '@/components/customers/unknown-customer'

export default function CustomerNotFound() {
  return <UnknownCustomer />
}
