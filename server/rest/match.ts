import { invalid } from '../errors'
import type { Route } from './route'

export type Found = { route: Route; path: Record<string, string> }

/** Every route whose pattern fits the path (one per method); literal segments win over `{…}`. */
export function find(routes: readonly Route[], pathname: string): Found[] {
  const parts = pathname.replace(/^\/+|\/+$/g, '').split('/').map(decode)
  const fitting = routes.flatMap((route) => [route.path, ...(route.aliases ?? [])].flatMap((pattern) => {
    const path = fit(pattern.slice(1).split('/'), parts)
    return path ? [{ route, path }] : []
  }))
  const fewest = Math.min(...fitting.map((f) => Object.keys(f.path).length))
  return fitting.filter((f) => Object.keys(f.path).length === fewest)
}

function fit(pattern: string[], parts: string[]): Record<string, string> | undefined {
  if (pattern.length !== parts.length) return undefined
  const path: Record<string, string> = {}
  for (const [i, want] of pattern.entries()) {
    const part = parts[i] ?? ''
    if (want.startsWith('{')) {
      if (part === '') return undefined
      path[want.slice(1, -1)] = part
    } else if (want !== part) return undefined
  }
  return path
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    throw invalid('The address holds a broken percent escape.')
  }
}
