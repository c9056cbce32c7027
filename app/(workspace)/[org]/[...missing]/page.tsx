import { notFound } from 'next/navigation'

/** Any other address inside an organisation: the not-found page in its frame. */
export default function Missing() {
  notFound()
}
