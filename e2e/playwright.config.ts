import { defineConfig, devices } from '@playwright/test'

// `npm test -- browser` finds or installs the browser and builds first.
const args = [
  // Without these Chromium does not run as root, or talks to the network by itself.
  '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
  '--disable-background-networking', '--disable-component-update', '--disable-sync',
]

export default defineConfig({
  testDir: '.',
  testMatch: '**/*.spec.ts',
  outputDir: '../test-results/browser',
  globalSetup: './global-setup.ts',
  fullyParallel: true,
  forbidOnly: true,
  workers: 2,
  // What passes only the second time is a bug not yet understood: `npm test` names it, and passes.
  retries: 1,
  // Bounds for a machine busy with other things; nothing waits for them when all is well.
  timeout: 180_000,
  expect: { timeout: 30_000 },
  reporter: 'list',
  use: {
    // What cannot be done for so long will not be: else a lost press would wait for the whole test's time.
    actionTimeout: 30_000,
    navigationTimeout: 60_000,
    // Read again in every worker, which starts after global-setup.ts has set it.
    baseURL: process.env.E2E_BASE_URL,
    locale: 'en-GB',
    timezoneId: 'Asia/Kathmandu',
    // Recording every test's pages costs a good part of what they cost; what failed is recorded when it is tried again.
    trace: 'on-first-retry',
    screenshot: 'only-on-failure',
    contextOptions: { reducedMotion: 'reduce' },
    launchOptions: { executablePath: process.env.CHROMIUM_PATH || undefined, args },
  },
  projects: [
    { name: 'desktop', use: { ...devices['Desktop Chrome'], viewport: { width: 1280, height: 800 } } },
    // What must also work in the hand carries the tag: test('…', { tag: '@phone' }, …)
    { name: 'phone', grep: /@phone/, use: { ...devices['Pixel 7'] } },
  ],
})
