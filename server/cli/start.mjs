import { prepare } from './prepare.mjs'
import { command } from './steps.mjs'

// `npm start`: the only set-up. Nothing outside Node itself may be imported before prepare() has installed it.
await command(async () => {
  await prepare({ build: true })
  const { serve } = await import('./serve.mjs')
  await serve({ dev: false })
})
