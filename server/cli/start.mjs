import { prepare } from './prepare.mjs'
import { command } from './steps.mjs'

// `exec … ||` in package.json: the shell between npm and us keeps signals to itself unless we take its place; where
// there is no exec (Windows) the second half runs.

// `npm start`: the only set-up. Nothing outside Node itself may be imported before prepare() has installed it.
await command(async () => {
  await prepare({ build: true })
  const { serve } = await import('./serve.mjs')
  await serve({ dev: false })
})
