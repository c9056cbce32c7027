import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, posix } from 'node:path'
import { fileURLToPath } from 'node:url'
import { floors, packages, reserved, tests, typeOnly } from './import-rules'

/** A source file: its path from the root with neither extension nor /index, and its text. */
export interface Source {
  file: string
  path: string
  text: string
}

/** One import, export-from or import() in a file; `path` is ours (without extension), `package` somebody else's. */
export interface Import {
  types: boolean
  path?: string
  package?: string
}

const root = fileURLToPath(new URL('../../', import.meta.url))
const folders = ['app', 'components', 'db', 'e2e', 'server']
const code = /\.(tsx?|m?js)$/

/** Every source file of the house. */
export function ourSources(): Source[] {
  const top = readdirSync(root).filter((name) => code.test(name) && !name.endsWith('.d.ts'))
  const below = folders
    .filter((folder) => existsSync(join(root, folder)))
    .flatMap((folder) => readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((name) => posix.join(folder, name.replaceAll('\\', '/'))))
    .filter((file) => code.test(file) && statSync(join(root, file)).isFile())
  return [...top, ...below].map((file) => source(file, readFileSync(join(root, file), 'utf8')))
}

export const source = (file: string, text: string): Source => ({ file, path: bare(file), text })

const bare = (file: string) => file.replace(/\.(tsx?|m?js|css|json)$/, '').replace(/(.)\/index$/, '$1')

const clause = String.raw`(?:[\w$]+\s*,?\s*)?(?:\{[^}]*\}|\*(?:\s+as\s+[\w$]+)?)?`
const statement = new RegExp(String.raw`^[ \t]*(?:import|export)\s+(type\s+)?(${clause})\s*from\s*['"]([^'"]+)['"]`, 'gm')
const bareImport = /^[ \t]*import\s*['"]([^'"]+)['"]/gm
const dynamicImport = /(\btypeof\s+|:\s*|<\s*)?\bimport\(\s*['"]([^'"]+)['"]/g

/** The imports of a file, read from its text: enough for code that a formatter and a compiler have passed. */
export function importsOf({ file, text }: Source): Import[] {
  const found: Import[] = []
  const plain = withoutComments(text)
  const add = (target: string, types: boolean) => found.push({ ...locate(file, target), types })
  for (const [, type, names = '', target = ''] of plain.matchAll(statement)) add(target, Boolean(type) || allTypes(names))
  for (const [, target = ''] of plain.matchAll(bareImport)) add(target, false)
  for (const [, typePosition, target = ''] of plain.matchAll(dynamicImport)) add(target, Boolean(typePosition))
  return found
}

// `import { type A, type B }` leaves nothing behind in the build either.
function allTypes(names: string): boolean {
  const listed = /^\{([^}]*)\}$/.exec(names.trim())?.[1]
  return listed !== undefined && listed.split(',').every((name) => name.trim() === '' || name.trim().startsWith('type '))
}

function locate(file: string, target: string): Pick<Import, 'path' | 'package'> {
  if (target.startsWith('@/')) return { path: bare(target.slice(2)) }
  if (target.startsWith('.')) return { path: bare(posix.join(dirname(file), target)) }
  return { package: target }
}

export const withoutComments = (text: string) => text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '$1')

/** What a file does against the rules, one sentence each, with the reason. */
export function violations(file: Source): string[] {
  return [...floorViolations(file), ...packageViolations(file), ...reservedViolations(file)]
}

function floorViolations(file: Source): string[] {
  if (/^[^/]+\.config$/.test(file.path)) return []
  const floor = floors.find(({ files }) => files.test(file.path))
  if (!floor) return [`${file.file} stands on no floor: say in server/testing/import-rules.ts what it may import`]
  const said: string[] = []
  for (const { path, types } of importsOf(file)) {
    if (path === undefined) continue
    if (tests.test(path) && !tests.test(file.path)) said.push(`${file.file} imports ${path}: what is there for tests is not part of the product`)
    const asTypes = types ? typeOnly.filter(({ files }) => files.test(file.path)).flatMap(({ may }) => may) : []
    if (![...floor.may, ...asTypes].some((may) => may.test(path)))
      said.push(`${file.file} imports ${path}, which ${floor.name} may not: ${floor.because}`)
  }
  if (isBarrel(file) && file.path !== 'db/schema')
    said.push(`${file.file} only passes names on: db/schema/index.ts is the only barrel, because a name imported from where it is made is found at once`)
  return said
}

// A page or route that is one `export … from` is Next's way to an address, not a barrel.
function isBarrel({ file, text }: Source): boolean {
  if (file.startsWith('app/')) return false
  const plain = withoutComments(text)
  const own = plain.replace(statement, '').replace(/[\s;]/g, '')
  return /^[ \t]*export\s+(type\s+)?(\*|\{)/m.test(plain) && (own === '' || /^[ \t]*export\s+(type\s+)?\*/m.test(plain))
}

function packageViolations(file: Source): string[] {
  return packages
    .filter(({ files }) => files.test(file.path))
    .flatMap(({ not, because }) =>
      importsOf(file).flatMap((one) => (one.package !== undefined && not.test(one.package) ? [`${file.file} imports ${one.package}: ${because}`] : [])),
    )
}

function reservedViolations(file: Source): string[] {
  return reserved
    .filter(({ files, except }) => files.test(file.path) && !except.test(file.path))
    .flatMap(({ says, inComments, because }) => {
      const found = says.exec(inComments ? file.text : withoutComments(file.text))
      return found ? [`${file.file} says ${found[0]}: ${because}`] : []
    })
}
