import { beginPairingRoute, pairingRoute } from '@/server/rest/screens/routes'

export const dynamic = 'force-dynamic'
export const GET = (request: Request) => pairingRoute(request)
export const POST = (request: Request) => beginPairingRoute(request)
