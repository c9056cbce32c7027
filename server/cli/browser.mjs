import { existsSync } from 'node:fs'
import { run, step, Stop } from './steps.mjs'

/**
 * The path of a Chromium that starts: CHROMIUM_PATH, what Playwright has downloaded, what the system has;
 * else one is installed, from the system's packages if we may, from Playwright otherwise.
 * @returns {Promise<string>}
 * @throws {Stop} when none can be had
 */
export async function ensureBrowser() {
  if (process.env.CHROMIUM_PATH) {
    if (await starts(process.env.CHROMIUM_PATH)) return process.env.CHROMIUM_PATH
    throw new Stop(`CHROMIUM_PATH=${process.env.CHROMIUM_PATH} does not start.`)
  }
  const found = await find()
  if (found) return found
  const root = process.getuid?.() === 0
  const playwright = ['node_modules/@playwright/test/cli.js', 'install', ...(root ? ['--with-deps'] : []), 'chromium']
  const ways = [
    ...(root && existsSync('/usr/bin/apt-get') ? [() => aptGet('chromium')] : []),
    () => step('Installing Chromium from Playwright', process.execPath, playwright),
  ]
  const failures = []
  for (const way of ways) {
    try {
      await way()
    } catch (error) {
      if (!(error instanceof Stop)) throw error
      failures.push(error.message)
    }
    const installed = await find()
    if (installed) return installed
  }
  throw new Stop(`${failures.join('\n')}\nNo browser could be found or installed. Install Chromium or Chrome, or name one in CHROMIUM_PATH.`)
}

async function aptGet(name) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  await step('Updating the package lists', 'apt-get', ['update', '-q'], { env })
  await step(`Installing ${name}`, 'apt-get', ['install', '-y', '-q', '--no-install-recommends', name], { env })
}

async function find() {
  const { chromium } = await import('@playwright/test')
  const places = [
    chromium.executablePath(),
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
    '/usr/bin/google-chrome-stable',
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
  ]
  for (const place of places) if (await starts(place)) return place
  return undefined
}

// Asked for its version, because some systems put a script there that only tells how to install the browser.
async function starts(path) {
  if (!existsSync(path)) return false
  const { code } = await run(path, ['--version', '--no-sandbox'])
  return code === 0
}
