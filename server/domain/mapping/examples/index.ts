import boaComplaints from './boa_complaints.json'
import cdnow from './cdnow.json'
import iranianChurn from './iranian_churn.json'
import kc311 from './kc311.json'
import onlineRetail from './online_retail.json'

export interface ExampleMapping {
  name: string
  /** The file it was written for. */
  file: string
  /** What becomes of a row, and what was decided. */
  about: string
  /** To be parsed by the schema of mappings, like any other. */
  mapping: unknown
}

/** Mappings that ship as examples, one per file of public data the product is tried on. */
export const EXAMPLE_MAPPINGS: readonly ExampleMapping[] = [
  {
    name: 'online_retail',
    file: 'online_retail_invoices.csv',
    about: 'Every invoice is a transaction and an interaction on the web: an order placed (of form transaction), or one cancelled.',
    mapping: onlineRetail,
  },
  {
    name: 'boa_complaints',
    file: 'boa_complaints.csv.gz',
    about: 'Every complaint is a contact of somebody unknown. What the bank answered is kept as attributes; it says nothing of how the customer took it.',
    mapping: boaComplaints,
  },
  {
    name: 'kc311',
    file: 'kc311_requests.csv',
    about: 'Every case is an issue and the contact that opened it. The end comes from days_to_close, as closed_on is blank for 457 closed cases and has no time of day.',
    mapping: kc311,
  },
  {
    name: 'cdnow',
    file: 'cdnow_sample.txt',
    about: 'Every row is a purchase; it has no id but its number. Customers go by the second id, as in the published figures; the first (master) ids look like those of online_retail.',
    mapping: cdnow,
  },
  {
    name: 'iranian_churn',
    file: 'iranian_churn.csv',
    about: 'Every row is a customer known by its number. The file has no dates, so tenure and churn are attributes and nobody is dated as lost.',
    mapping: iranianChurn,
  },
]
