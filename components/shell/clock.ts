import { useState } from 'react'

/** The reader's own clock when the page opened: sign-ins and invitations run on it, also where a sample's time stands still. */
export const useWallClock = (): Date => useState(() => new Date())[0]
