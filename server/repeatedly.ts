/**
 * Does something every so often, never twice at once: what takes longer is waited for. `work` deals with its own
 * failures. Keeps no process alive; `stop` waits for what is being done.
 */
export function repeatedly(work: () => Promise<void>, everyMs: number, { atOnce }: { atOnce: boolean }): { stop(): Promise<void> } {
  let running = atOnce ? work() : Promise.resolve()
  const timer = setInterval(() => { running = running.then(work) }, everyMs)
  timer.unref()
  return {
    async stop() {
      clearInterval(timer)
      await running
    },
  }
}
