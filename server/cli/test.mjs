import { prepare } from './prepare.mjs'
import { command, seconds, Stop } from './steps.mjs'
import { phases } from './test-phases.mjs'

// `npm test`: everything. `-- --quick` (npm run verify): what needs no database and no browser.
// `-- --postgres`: only the database tests, on TEST_DATABASE_URL. `-- types db …`: only the phases named.
await command(async () => {
  const chosen = choose(process.argv.slice(2))
  const since = performance.now()
  await prepare({ build: false })
  const sum = { passed: 0, failed: 0, skipped: 0 }
  for (const phase of chosen) {
    const start = performance.now()
    console.log(`▸ ${phase.title} …`)
    const result = await phase.run()
    for (const key of Object.keys(sum)) sum[key] += result[key] ?? 0
    if (result.failed > 0) console.log(`${result.output.trimEnd()}\n`)
    const said = [`${result.passed} passed`, `${result.failed} failed`, ...(result.skipped ? [`${result.skipped} skipped`] : [])]
    console.log(`${result.failed > 0 ? '✗' : '✓'} ${phase.title}: ${said.join(', ')} in ${seconds(start)}`)
    for (const note of result.notes ?? []) console.log(`    ${note}`)
  }
  console.log(`\nIn ${seconds(since)}:`)
  console.log(`${sum.passed} passed, ${sum.failed} failed${sum.skipped ? `, ${sum.skipped} skipped` : ''}`)
  process.exitCode = sum.failed > 0 ? 1 : 0
})

function choose(args) {
  const named = args.filter((arg) => !arg.startsWith('--'))
  const unknown = args.filter((arg) => !['--quick', '--postgres'].includes(arg) && !phases.some(({ name }) => name === arg))
  if (unknown.length > 0)
    throw new Stop(`Unknown: ${unknown.join(' ')}. Known are --quick, --postgres and the phases ${phases.map(({ name }) => name).join(', ')}.`)
  if (args.includes('--postgres')) {
    if (!process.env.TEST_DATABASE_URL) throw new Stop('--postgres needs TEST_DATABASE_URL, a login that may create databases and roles.')
    return phases.filter(({ name }) => name === 'postgres')
  }
  if (named.length > 0) return phases.filter(({ name }) => named.includes(name))
  return phases.filter(({ quick, name }) => (args.includes('--quick') ? quick : name !== 'postgres'))
}
