import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
// Before what the slides bring along, which builds on it.
import './wall-page.css'
import { beginAnew } from './begin-anew'
import { Player } from './player'

const AGAIN_MS = 30_000

/** Where a wall's own bundle begins (server/cli/wall-bundle.mjs): React and what a display shows, without the framework of the other pages. */
const place = document.querySelector('main')
// A slide that breaks is passed over; what breaks around the slides leaves a dark wall, which nobody comes to load anew.
const onUncaughtError = (error: unknown) => {
  reportError(error)
  setInterval(() => void beginAnew(), AGAIN_MS)
}
if (place) createRoot(place, { onUncaughtError }).render(<StrictMode><Player /></StrictMode>)
