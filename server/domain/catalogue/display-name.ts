const SAID_IN_CAPITALS = new Set(['sms', 'ivr', 'atm', 'faq', 'api', 'nps'])

/**
 * What people read for a channel or touchpoint that input named by its slug alone ("mobile_app" → "Mobile app",
 * "sms" → "SMS"). A name that is more than a slug stays as it was sent.
 */
export function displayName(name: string, slug: string): string {
  if (name !== slug) return name
  const text = slug.split('_').map((word) => (SAID_IN_CAPITALS.has(word) ? word.toUpperCase() : word)).join(' ')
  return text.charAt(0).toUpperCase() + text.slice(1)
}
