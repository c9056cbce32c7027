import { expect, test } from 'vitest'
import { routes } from './table'

type Node = Record<string, unknown>
const documentOf = async () => (await routes.find((r) => r.path === '/openapi.json')?.handle({} as Parameters<(typeof routes)[number]['handle']>[0])) as { openapi: string; paths: Record<string, Record<string, Node>>; components: { schemas: Record<string, Node> } }

test('every route is described, and every reference leads somewhere', async () => {
  const document = JSON.parse(JSON.stringify(await documentOf())) as Awaited<ReturnType<typeof documentOf>>
  expect(document.openapi).toBe('3.1.0')
  for (const route of routes) expect(document.paths[route.path]?.[route.method.toLowerCase()], `${route.method} ${route.path}`).toBeDefined()
  const references = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map(([, ref]) => ref ?? '')
  for (const ref of references) expect(document.components.schemas[ref.replace('#/components/schemas/', '')], ref).toBeDefined()
  const ids = Object.values(document.paths).flatMap((path) => Object.values(path).map((operation) => operation.operationId))
  expect(new Set(ids).size).toBe(ids.length)
})

test('the schemas are those that validate', async () => {
  const { paths } = await documentOf()
  const body = JSON.stringify(paths['/interactions']?.post?.requestBody)
  for (const field of ['occurred_at', 'anonymous_id', 'options_offered', 'goodwill_amount']) expect(body).toContain(`"${field}"`)
  expect(JSON.stringify(paths['/customer-values']?.post?.requestBody)).toContain('"customer_values"')
  expect(paths['/reports/interactions-over-time']?.get?.parameters).toContainEqual(expect.objectContaining({ name: 'interval', in: 'query' }))
})

test('addresses are unambiguous', () => {
  const seen = routes.flatMap((r) => [r.path, ...(r.aliases ?? [])].map((path) => `${r.method} ${path.replaceAll(/\{\w+\}/g, '{}')}`))
  expect(seen.filter((address, i) => seen.indexOf(address) !== i)).toEqual([])
})
