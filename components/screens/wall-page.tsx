import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
// Before what the slides bring along, which builds on it.
import './wall-page.css'
import { Player } from './player'

/** Where a wall's own bundle begins (server/cli/wall-bundle.mjs): React and what a display shows, without the framework of the other pages. */
const place = document.querySelector('main')
if (place) createRoot(place).render(<StrictMode><Player /></StrictMode>)
