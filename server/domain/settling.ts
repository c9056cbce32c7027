/** What every answer says while customers wait to be settled. */
export const SETTLING = 'customers are still being settled'

/** The same where it is read in passing, and nobody asks for whom: it is over within minutes. */
export const SETTLING_IN_SHORT = 'The newest records are still being counted in'
