import { readFileSync } from 'node:fs'
import { getTableColumns, getTableName, is } from 'drizzle-orm'
import { PgTable } from 'drizzle-orm/pg-core'
import { expect, test } from 'vitest'
import * as schema from '@/db/schema'
import { NAMES_HIDEABLE, ROLES, SCOPES } from '@/db/vocabulary'
import { BY_ROLE_AND_SCOPE } from '../context'
import { PASSWORD_MIN } from '../domain/people/password-length'
import { ROLE_WORDS } from '../domain/people/roles'
import { SESSION_ABSOLUTE_DAYS, SESSION_IDLE_DAYS } from '../domain/people/session-time'
import { CODE_LIMIT } from '../services/people/prove-second-factor'
import { ADDRESS_LIMIT, EMAIL_LIMIT, PAIR_LIMIT } from '../services/people/sign-in'
import { ourSources } from './import-walk'

/** What server/ASVS.md claims of the source itself, and what it says is written down: both are read. */
const asvs = readFileSync('server/ASVS.md', 'utf8')
const security = readFileSync('SECURITY.md', 'utf8')
const beside = /^server\/(testing|bench|seed|cli)\/|^e2e\/|\.(test|fixture)\.tsx?$|^(vitest|playwright)/
const served = ourSources().filter(({ file }) => !beside.test(file) && /^(app|components|db|server)\//.test(file))
const where = (pattern: RegExp, sources = served) => sources.filter(({ text }) => pattern.test(text)).map(({ file }) => file).toSorted()
const named = (name: string) => new RegExp(`\\*${name}\\.\\*(.*?)\\n\\n`, 's').exec(asvs)?.[1] ?? ''

test('nothing is drawn unescaped, no script is written, no plug-in is shown', () => {
  expect(served.length).toBeGreaterThan(500)
  // The printed poster of a map is an SVG whose texts are escaped one by one (its own test).
  expect(where(/dangerouslySetInnerHTML|\.(inner|outer)HTML\b|insertAdjacentHTML|document\.write/)).toEqual(['components/journeys/use-printed-poster.ts'])
  expect(where(/<(object|embed|applet)[\s>]/)).toEqual([])
  // A wall's page names the script of its bundle (its own test); nothing stands within it.
  expect(where(/<script[\s>]/)).toEqual(['server/rest/screens/page.ts'])
  expect(readFileSync('server/rest/screens/page.ts', 'utf8').match(/<script.*/g)).toEqual(['<script type="module" nonce="${nonce}" src="${script}"></script>'])
  // A mail as it will be read, in a frame of its own that runs nothing.
  expect(where(/<iframe/)).toEqual(['components/notifications/monday-preview.tsx'])
  expect(readFileSync('components/notifications/monday-preview.tsx', 'utf8')).toMatch(/<iframe [^>]*sandbox="allow-popups allow-popups-to-escape-sandbox"/)
})

test('nothing that is served runs another program, or text as a program', () => {
  expect(where(/child_process|node:vm|\beval\(|new Function\(/)).toEqual([])
})

test('what makes tests quicker is called by tests alone', () => {
  for (const name of ['hashCheaplyInTests', 'forgetEnv']) expect(where(new RegExp(`(?<!function )\\b${name}\\b`)), name).toEqual([])
})

test('certificates are checked, everywhere', () => {
  expect(where(/rejectUnauthorized|NODE_TLS_REJECT|checkServerIdentity/)).toEqual([])
})

test('what must not be guessed comes from node:crypto, and ciphers and hashes are those that are listed', () => {
  expect(where(/Math\.random/)).toEqual(['components/screens/connection.ts'])
  expect(where(/createCipher|createDecipher/)).toEqual(['server/sealed.ts'])
  expect([...readFileSync('server/sealed.ts', 'utf8').matchAll(/create(?:De)?[Cc]ipher\w*\('([\w-]+)'/g)].map(([, cipher]) => cipher)).toEqual(['aes-256-gcm', 'aes-256-gcm'])
  expect(where(/create(Hash|Hmac)\('(?!sha1'|sha256')/)).toEqual([])
  expect(where(/create(Hash|Hmac)\('sha1'|oneShot\('sha1'/)).toEqual(['server/domain/ids.ts', 'server/domain/people/totp.ts', 'server/services/people/new-password.ts'])
  expect(where(/generateKeyPair|createSign\(|createVerify\(|publicEncrypt|privateDecrypt|diffieHellman/)).toEqual([])
  const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as { dependencies: Record<string, string> }
  expect(Object.keys(dependencies).filter((name) => /crypt|jose|hash|forge|nacl|jwt|otp/i.test(name))).toEqual([])
})

test('every purpose a key is made for is listed', () => {
  const purposes = served.flatMap(({ text }) => [...text.matchAll(/\b(?:seal|unseal|sign|signedBy)\('([\w ]+)'|(?<![A-Z_])(?:PURPOSE|PENDING|SECOND_FACTOR) = '([\w ]+)'/g)].map(([, direct, constant]) => direct ?? constant ?? ''))
  expect(new Set(purposes)).toEqual(new Set(['webhook', 'survey', 'unsubscribe', 'audit', 'second factor', 'second factor being set up']))
  for (const purpose of purposes) expect(named('Keys'), purpose).toContain(`\`${purpose}\``)
})

test('the server has no way out but those that are listed', () => {
  const out = where(/(?<![.\w])fetch\(|createTransport\(|overHttps?\b|from 'node:(net|tls|dgram|http2)'/, served.filter(({ file }) => file.startsWith('server/') || file.startsWith('app/')))
  // Looks at addresses only; `wellKnown` is next-auth's.
  const local = ['server/auth/request.ts', 'server/control.ts']
  expect(out.filter((file) => !local.includes(file))).toEqual(['server/services/mail/deliver.ts', 'server/services/people/new-password.ts', 'server/services/webhooks/post.ts'])
  for (const way of ['SMTP_URL', 'OIDC_ISSUER', 'services/webhooks/post', 'services/people/new-password', 'BREACHED_PASSWORDS_URL', 'WEBHOOK_HOSTS']) expect(named('Whom it talks to')).toContain(way)
})

test('standard error is the only log, and each of its entries is listed', () => {
  expect(where(/\bconsole\.|process\.std(err|out)/)).toEqual(['server/auth/next-auth.ts', 'server/log.ts'])
  const events = served.flatMap(({ text }) => [...text.matchAll(/(?<![.\w])log\((?:[^'"`]*\? )?'(?:info|warn|error)'(?: : '\w+')?, '([^']+)'/g)].map(([, event]) => event ?? ''))
  expect(new Set(events).size).toBeGreaterThan(12)
  for (const event of events) expect(named('Logs'), event).toContain(`\`${event}\``)
})

test('every table is an organisation’s, under row-level security, or is listed', () => {
  const tables = Object.values<unknown>(schema).flatMap((one) => (is(one, PgTable) ? [one] : []))
  const listed = [...named('Data by how it must be kept').matchAll(/`(\w+)`/g)].map(([, name]) => name ?? '')
  expect(new Set(tables.filter((table) => !('organisationId' in getTableColumns(table))).map((table) => getTableName(table)))).toEqual(new Set(listed))
})

test('passwords are typed into one field, hidden, helped by the browser, and pasting is free', () => {
  expect(where(/type=("password"|\{[^}]*'password')/)).toEqual(['components/people/password-field.tsx'])
  expect(readFileSync('components/people/password-field.tsx', 'utf8')).toMatch(/type=\{shown \? 'text' : 'password'\}\s+autoComplete=\{fill\}/)
  expect(where(/onPaste/, served.filter(({ file }) => file.startsWith('components/people/') || file.startsWith('components/ui/')))).toEqual([])
})

test('a browser keeps nothing but what is said', () => {
  expect(where(/localStorage|sessionStorage|indexedDB|document\.cookie =/)).toEqual(['components/journeys/session.ts', 'components/people/leave.ts', 'components/people/organisation-switcher.tsx', 'components/presence/use-presence.ts', 'components/screens/last-screen.ts', 'components/screens/memory.ts', 'components/shell/theme-toggle.tsx', 'components/shell/use-shortcuts.ts'])
})

test('nothing that is served imports tests or benchmarks', () => {
  expect(where(/from '[^']*(\/(testing|bench)\/|\.fixture')|from '(vitest|@playwright\/test|fast-check)'/)).toEqual([])
})

test('every version of what is shipped stands in the lockfile with its hash', () => {
  const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as { packages: Record<string, { version?: string; integrity?: string; link?: boolean; inBundle?: boolean }> }
  const shipped = Object.entries(packages).filter(([path]) => path !== '')
  expect(shipped.length).toBeGreaterThan(150)
  for (const [path, { version, integrity, inBundle }] of shipped) expect(version !== undefined && (integrity !== undefined || inBundle === true), path).toBe(true)
})

test('roles, scopes, limits and times are written down as they are', () => {
  const who = named('Who may what')
  for (const role of ROLES) expect(who).toContain(`${ROLE_WORDS[role].label}: ${ROLE_WORDS[role].may.charAt(0).toLowerCase()}${ROLE_WORDS[role].may.slice(1, -1)}`)
  for (const word of [...SCOPES, ...NAMES_HIDEABLE]) expect(who).toContain(`\`${word}\``)
  expect(BY_ROLE_AND_SCOPE).toEqual({
    viewer: ['read'], editor: ['read', 'ingest', 'edit'], admin: ['read', 'ingest', 'edit', 'admin'], owner: ['read', 'ingest', 'edit', 'admin', 'own'], 'scope read': ['read'], 'scope ingest': ['ingest'], 'scope admin': ['edit', 'admin'],
  })
  expect(named('Signing in')).toContain(`${PAIR_LIMIT} failures of one address for one e-mail, ${ADDRESS_LIMIT} of one address, ${EMAIL_LIMIT} of anybody`)
  expect(named('Signing in')).toContain(`${CODE_LIMIT} wrong codes`)
  expect(named('Sessions')).toContain(`${SESSION_IDLE_DAYS} days without use and ${SESSION_ABSOLUTE_DAYS} in all`)
  expect(asvs).toContain(PASSWORD_MIN === 10 ? 'Ten characters at least' : 'as many characters as they are now')
  for (const word of ['touchstone', 'names and addresses of one’s organisations', 'one’s own name', 'e-mail before and after the @']) expect(named('Words of one’s own')).toContain(word)
  for (const rule of ['nps 0 to 10', 'csat 1 to 5', 'ces 1 to 7', '10,000 records', '32 MB', 'five dimensions', 'one owner']) expect(named('What must hold together')).toContain(rule)
  for (const kind of ['CSV', 'gzipped', 'UTF-8', 'Latin-1', 'bounded by the disk']) expect(named('Files')).toContain(kind)
  for (const slow of ['Hashing passwords', 'imports', 'rebuilding', 'settling', 'fitting of models', 'backups', 'retention']) expect(named('What takes long')).toContain(slow)
})

test('times are promised for what is found weak, in ours and in what is shipped with it', () => {
  for (const promised of ['critical', '7 days', 'high', '30 days', '90 days', 'within 3 working days']) expect(security).toContain(promised)
})
