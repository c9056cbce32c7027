import { DateTime } from 'luxon'

/** What an answer says that is given while newer records stream in: of when it is, by the organisation's clock. */
export const asOfNote = (computedAt: string, timezone: string): string =>
  `A file is being imported: this is as of ${DateTime.fromISO(computedAt, { zone: timezone }).toFormat('HH:mm:ss')}, and is counted again while it goes on.`
