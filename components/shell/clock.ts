import { useState } from 'react'

/** The reader's own clock when the page opened: sign-ins and invitations run on it, also where a sample's time stands still. */
export const useWallClock = (): Date => useState(() => new Date())[0]

/** The reader's own clock, epoch ms; a wall sets it right by the server's. */
export const readerNow = (): number => Date.now()
