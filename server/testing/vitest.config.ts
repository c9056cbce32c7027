import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

// A zone with an offset of 5:45 finds every place that takes the machine's day for the organisation's.
// Set here, before any worker exists: a running worker has read its zone already.
process.env.TZ = 'Asia/Kathmandu'

const root = fileURLToPath(new URL('../../', import.meta.url))
const folders = '{server,components,db}'
const importRules = 'server/testing/import-rules.test.ts'

export default defineConfig({
  root,
  resolve: { alias: { '@': root.replace(/\/$/, '') } },
  test: {
    passWithNoTests: true,
    // Two cores are what can be counted on; more workers only make every test slower.
    maxWorkers: 2,
    slowTestThreshold: 1_000,
    setupFiles: ['server/testing/setup.ts'],
    projects: [
      { extends: true, test: { name: 'imports', include: [importRules] } },
      {
        extends: true,
        test: {
          name: 'unit',
          include: [`${folders}/**/*.test.{ts,tsx}`],
          exclude: ['**/*.db.test.{ts,tsx}', importRules],
          // Loading the modules anew for each file would take as long as all tests together; setup.ts puts back what a file sets.
          pool: 'threads',
          isolate: false,
          testTimeout: 30_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'db',
          include: [`${folders}/**/*.db.test.{ts,tsx}`],
          // The embedded engine lives in a worker thread of its own, a new one for each file. A process for each file too
          // would compile the engine and load the application a hundred times: a third of the whole time.
          pool: 'forks',
          isolate: false,
          setupFiles: ['server/testing/setup.ts', 'server/testing/setup-db.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
})
