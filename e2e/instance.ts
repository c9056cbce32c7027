/** What the instance under test is set up with (INIT_* in global-setup.ts); it lives as long as the run. */
export const instance = {
  organisation: { name: 'Harbour Bank', slug: 'harbour', timezone: 'Europe/London', currency: 'GBP' },
  owner: { email: 'owner@example.test', password: 'correct horse battery staple' },
  apiKey: 'ts_e2e_4f0d1c6b8a2e4c7f9d3b5a1e',
}

/** Where it answers; known once global-setup.ts has started it. */
export function baseURL(): string {
  const url = process.env.E2E_BASE_URL
  if (!url) throw new Error('No instance is running: start the tests with `npm test -- browser` or playwright test --config e2e/playwright.config.ts')
  return url
}
