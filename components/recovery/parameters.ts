import { parseAsInteger, parseAsStringLiteral } from 'nuqs/server'
import { RECOVERY_ORDERS } from '@/server/schemas/recovery'

const PAGE = 25

export const recoveryParsers = { order: parseAsStringLiteral(RECOVERY_ORDERS).withDefault('value'), offset: parseAsInteger.withDefault(0) }

/** The list's question; the same in the page's prefetch and in the browser. */
export const waitingQuestion = ({ order, offset }: { order: (typeof RECOVERY_ORDERS)[number]; offset: number }) => ({ order, offset: Math.min(Math.max(0, offset), 2000), limit: PAGE })
