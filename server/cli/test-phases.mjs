import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ensureBrowser } from './browser.mjs'
import { prepare } from './prepare.mjs'
import { run, Stop } from './steps.mjs'

/** What `npm test` does, in order. A phase answers { passed, failed, skipped?, output, notes? }. */
export const phases = [
  { name: 'types', title: 'types', quick: true, run: () => check([bin('next', 'dist/bin/next'), 'typegen'], [bin('typescript', 'bin/tsc'), '--noEmit']) },
  { name: 'lint', title: 'lint', quick: true, run: () => check([bin('oxlint', 'bin/oxlint'), '-c', 'server/testing/oxlint.json', '--type-aware', '--deny-warnings', '.']) },
  { name: 'imports', title: 'import rules', quick: true, run: () => vitest(['--project', 'imports']) },
  { name: 'unit', title: 'unit tests', quick: true, run: () => vitest(['--project', 'unit']) },
  { name: 'audit', title: 'known weaknesses of dependencies', run: dependencies },
  { name: 'db', title: 'database tests (embedded)', run: () => vitest(['--project', 'db']) },
  { name: 'postgres', title: 'database tests (PostgreSQL)', run: () => vitest(['--project', 'db'], { TEST_DATABASE_URL: process.env.TEST_DATABASE_URL }) },
  { name: 'browser', title: 'browser tests', run: browserTests },
  { name: 'first-load', title: 'first-load JavaScript', run: firstLoads },
]

const bin = (packageName, path) => join('node_modules', packageName, path)

// What is set on this machine for a real instance must not reach a test.
const ours = /^(DATABASE_URL|TEST_DATABASE_URL|DATABASE_POOL|DATA_DIR|SECRET|PUBLIC_URL|PORT|HOST|NODE_ENV|NO_WORKER|WEBHOOK_PRIVATE_HOSTS|WEBHOOK_HOSTS|BREACHED_PASSWORDS_URL|(INIT|OIDC|SMTP|MAIL)_.*)$/
function testEnvironment(more = {}) {
  const kept = Object.entries(process.env).filter(([name]) => !ours.test(name))
  const colour = process.stdout.isTTY ? { FORCE_COLOR: '1' } : { NO_COLOR: '1' }
  return { ...Object.fromEntries(kept), ...colour, TZ: 'Asia/Kathmandu', ...more }
}

/** Programs that must all end well; together they count as one test. */
async function check(...programs) {
  let output = ''
  for (const args of programs) {
    const done = await run(process.execPath, args, { env: testEnvironment() })
    output += done.output
    if (done.code !== 0) return { passed: 0, failed: 1, output }
  }
  return { passed: 1, failed: 0, output }
}

async function vitest(args, env) {
  return withReport(async (report) => {
    const program = [bin('vitest', 'vitest.mjs'), 'run', '--config', 'server/testing/vitest.config.ts',
      '--reporter=default', '--reporter=json', `--outputFile.json=${report}`, ...args]
    const { code, output } = await run(process.execPath, program, { env: testEnvironment(env) })
    const { testResults } = read(report) ?? { testResults: [] }
    const tests = testResults.flatMap((file) => file.assertionResults)
    const count = (...states) => tests.filter(({ status }) => states.includes(status)).length
    // A file that could not even be loaded has failed no test of its own.
    const broken = testResults.filter((file) => file.status === 'failed' && !file.assertionResults.some(({ status }) => status === 'failed')).length
    const failed = count('failed') + broken
    const slow = tests.filter(({ duration }) => duration > 3_000).sort((a, b) => b.duration - a.duration).slice(0, 5)
    return {
      passed: count('passed'),
      failed: code === 0 ? failed : Math.max(1, failed),
      skipped: count('pending', 'skipped', 'todo'),
      output,
      notes: slow.map(({ fullName, duration }) => `slow: ${fullName} (${(duration / 1000).toFixed(1)} s)`),
    }
  })
}

async function browserTests() {
  try {
    const browser = await ensureBrowser()
    await prepare({ build: true })
    return await playwright(browser)
  } catch (error) {
    if (error instanceof Stop) return { passed: 0, failed: 1, output: error.message }
    throw error
  }
}

/**
 * Whether what is shipped has a weakness that somebody has published and that is high or critical. Without the registry
 * nothing can be said, and that is said instead of failing: the tests run offline too.
 */
async function dependencies() {
  const { output } = await run('npm', ['audit', '--omit=dev', '--audit-level=high', '--json'], { env: testEnvironment() })
  return weaknesses(output)
}

/** What `npm audit --json` has found, as a phase's result. */
export function weaknesses(output) {
  let said
  try { said = JSON.parse(output.slice(output.indexOf('{'), output.lastIndexOf('}') + 1)) } catch { said = undefined }
  const counts = said?.metadata?.vulnerabilities
  if (!counts) return { passed: 0, failed: 0, skipped: 1, output, notes: [`not looked up: ${said?.message ?? said?.error?.summary ?? 'the registry did not answer'}`.slice(0, 200)] }
  const grave = Object.values(said.vulnerabilities ?? {}).filter(({ severity }) => severity === 'high' || severity === 'critical')
  const lesser = counts.total - grave.length
  return {
    passed: grave.length === 0 ? 1 : 0, failed: grave.length === 0 ? 0 : 1,
    output: grave.map(({ name, severity, range }) => `${name} ${range}: ${severity}; npm audit says more`).join('\n'), notes: lesser > 0 ? [`${lesser} of lesser weight: npm audit says which`] : [],
  }
}

/** What the benchmark says of the build: fails when a page's first load is over its limit, or cannot be told. */
async function firstLoads() {
  try {
    await prepare({ build: true })
  } catch (error) {
    if (error instanceof Stop) return { passed: 0, failed: 1, output: error.message }
    throw error
  }
  return check([bin('tsx', 'dist/cli.mjs'), 'server/bench/main.ts', 'first-load'])
}

function playwright(browser) {
  return withReport(async (report) => {
    const program = [bin('@playwright/test', 'cli.js'), 'test', '--config', 'e2e/playwright.config.ts', '--reporter=list,json', '--pass-with-no-tests']
    const env = testEnvironment({ CHROMIUM_PATH: browser, PLAYWRIGHT_JSON_OUTPUT_FILE: report })
    const { code, output } = await run(process.execPath, program, { env })
    const found = read(report)
    const { expected = 0, unexpected = 0, flaky = 0, skipped = 0 } = found?.stats ?? {}
    return {
      passed: expected + flaky, failed: code === 0 ? unexpected : Math.max(1, unexpected), skipped, output,
      notes: specsOf(found).filter(({ tests }) => tests.some(({ status }) => status === 'flaky')).map(({ file, line, title }) => `only the second time: ${file}:${line} ${title}`),
    }
  })
}

const specsOf = (suite) => [...(suite?.specs ?? []), ...(suite?.suites ?? []).flatMap(specsOf)]

async function withReport(body) {
  const folder = mkdtempSync(join(tmpdir(), 'touchstone-test-'))
  try {
    return await body(join(folder, 'report.json'))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function read(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    return undefined
  }
}
