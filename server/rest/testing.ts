import type { RestInstance } from './route'
import { answer } from './router'
import { routes, segmentTable } from './table'

export type Reply = { status: number; headers: Headers; text: string; body: Record<string, unknown> & { errors?: { field: string; reason: string; index?: number }[]; detail?: string } }

/** Calls the REST surface as a client with this key would, without a server; for tests. Objects are sent as JSON. */
export function restClient(instance: RestInstance, key: string | null) {
  return async (method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Reply> => {
    const raw = body === undefined || typeof body === 'string' || body instanceof Uint8Array || body instanceof ReadableStream
    const init: RequestInit & { duplex?: 'half' } = {
      method, headers: { ...(key === null ? {} : { authorization: `Bearer ${key}` }), ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      ...(body === undefined ? {} : { body: raw ? (body as string) : JSON.stringify(body), duplex: 'half' }),
    }
    const prefix = path.startsWith('/v1/') ? '/v1' : '/api/v1'
    const response = await answer(prefix === '/v1' ? segmentTable : routes, prefix, new Request(`http://localhost${path.startsWith('/v1/') ? path : `/api/v1${path}`}`, init), async () => ({ state: 'ready', instance }))
    const text = await response.text()
    const json = response.headers.get('content-type')?.includes('json') ?? false
    return { status: response.status, headers: response.headers, text, body: json && text !== '' ? (JSON.parse(text) as Reply['body']) : {} }
  }
}
