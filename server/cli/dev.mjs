import { prepare } from './prepare.mjs'
import { command } from './steps.mjs'

// `npm run dev`: the same server, compiling on request and reloading what changes.
await command(async () => {
  await prepare({ build: false })
  const { serve } = await import('./serve.mjs')
  await serve({ dev: true })
})
