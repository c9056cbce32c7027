import { setTimeout as pause } from 'node:timers/promises'

// What a container runtime leaves between its signal and kill −9 is usually ten seconds or more.
const drainMs = 8_000
const closeMs = 5_000

/** Seconds to go on taking requests after the first signal, for whoever asks health before sending more (DRAIN_SECONDS). */
const stillOpenMs = () => Math.min(300, Math.max(0, Number(process.env.DRAIN_SECONDS ?? 0) || 0)) * 1000

/**
 * On the first SIGTERM or SIGINT: health says 503 (server/cli/serve), then, accept nothing new, let running requests end (at most `drainMs`), have the app close
 * what it opened, exit 0. A second signal exits at once.
 *
 * The app's part is `globalThis.__touchstone.close({ drained })`: it ends live streams at once and stops jobs, then
 * waits for `drained` (no request is running any more) before it closes the database.
 * @param {import('node:http').Server} server
 * @param {() => Promise<void> | undefined} closeNext
 * @returns {{ stopping: boolean }} live state
 */
export function stopOnSignal(server, closeNext) {
  const state = { stopping: false }
  const running = new Set()
  let idle = () => {}
  server.prependListener('request', (request, response) => {
    running.add(response)
    // A kept-alive connection may bring one more request; it is answered, and told to be the last.
    if (state.stopping) response.setHeader('connection', 'close')
    response.once('close', () => {
      running.delete(response)
      if (!state.stopping) return
      setImmediate(() => server.closeIdleConnections())
      if (running.size === 0) idle()
    })
  })

  const stop = async () => {
    await pause(stillOpenMs())
    server.close()
    server.closeIdleConnections()
    const quiet = new Promise((resolve) => (running.size === 0 ? resolve() : (idle = resolve)))
    const drained = Promise.race([quiet, pause(drainMs)]).then(() => server.closeAllConnections())
    const closed = Promise.resolve(globalThis.__touchstone?.close?.({ drained })).then(() => drained).then(closeNext)
    const late = Promise.all([drained, pause(drainMs + closeMs)]).then(() => {
      throw new Error(`The app did not close within ${(drainMs + closeMs) / 1000} s.`)
    })
    await Promise.race([closed, late])
  }

  let since = 0
  const onSignal = (signal) => {
    if (state.stopping) {
      // npm hands on the Ctrl-C that the terminal has sent us already; that echo is no second wish.
      if (performance.now() - since > 500) process.exit(signal === 'SIGINT' ? 130 : 143)
      return
    }
    state.stopping = true
    since = performance.now()
    console.log('Stopping …')
    stop().then(
      () => process.exit(0),
      (error) => {
        console.error(`Stopped with a problem: ${error.stack ?? error}`)
        process.exit(1)
      },
    )
  }
  process.on('SIGTERM', onSignal).on('SIGINT', onSignal)
  if (process.env.npm_lifecycle_event) stopWithParent(onSignal)
  return state
}

// Some shells stand between npm and us and keep a signal to themselves: then npm ends and nobody tells us.
function stopWithParent(onSignal) {
  const parent = process.ppid
  const watch = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(watch)
    onSignal('SIGTERM')
  }, 1_000)
  watch.unref()
}
