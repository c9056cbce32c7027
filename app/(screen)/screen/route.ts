import { wallPage } from '@/server/rest/screens/page'

// Per request: its policy lets in only the scripts that carry this answer's nonce.
export const dynamic = 'force-dynamic'
export const GET = (request: Request) => wallPage(request)
