/** What the instance that all share is set up with (INIT_* in global-setup.ts); it lives as long as the run. Every file has an organisation of its own on it (harbour.ts). */
export const instance = {
  organisation: { name: 'Quay Bank', slug: 'quay', timezone: 'Europe/London', currency: 'GBP' },
  owner: { email: 'owner@example.test', password: 'correct horse battery staple' },
}

/** Where it answers; known once global-setup.ts has started it. */
export function baseURL(): string {
  const url = process.env.E2E_BASE_URL
  if (!url) throw new Error('No instance is running: start the tests with `npm test -- browser` or playwright test --config e2e/playwright.config.ts')
  return url
}
