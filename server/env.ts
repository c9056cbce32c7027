import { z } from 'zod'

/**
 * The only reader of process.env. A bad setting stops the boot with one clear line.
 */
const flag = z.enum(['0', '1', 'true', 'false', '']).transform((v) => v === '1' || v === 'true')

const schema = z.object({
  PORT: z.coerce.number().int().min(0).max(65535).default(3000),
  DATA_DIR: z.string().min(1).default('./data'),
  DATABASE_URL: z.string().regex(/^postgres(ql)?:\/\//, 'must begin with postgres:// or postgresql://').optional(),
  DATABASE_POOL: z.coerce.number().int().min(2).max(200).default(10),
  /** Signs sessions and derives the keys of hashes. Generated in DATA_DIR when embedded. */
  SECRET: z.string().min(32, 'must have at least 32 characters').optional(),
  /** What SECRET was before (several: one a line): what was made under it still opens, and who was erased stays erased. */
  SECRET_PREVIOUS: z.string().optional(),
  /** Where people reach this instance; links in mails begin with it. */
  PUBLIC_URL: z.url().optional(),
  INIT_ORG_NAME: z.string().min(1).optional(),
  INIT_ORG_SLUG: z.string().regex(/^[a-z0-9]+(?:[-_][a-z0-9]+)*$/, 'must be lower-case letters, digits, - and _').optional(),
  INIT_ORG_TIMEZONE: z.string().default('UTC'),
  INIT_ORG_CURRENCY: z.string().regex(/^[A-Z]{3}$/, 'must be a three-letter ISO 4217 code').default('EUR'),
  INIT_OWNER_EMAIL: z.email().optional(),
  INIT_OWNER_PASSWORD: z.string().min(10, 'must have at least 10 characters').optional(),
  INIT_API_KEY: z.string().min(16, 'must have at least 16 characters').optional(),
  INIT_SAMPLE: flag.optional(),
  OIDC_ISSUER: z.url().optional(),
  OIDC_CLIENT_ID: z.string().optional(),
  OIDC_CLIENT_SECRET: z.string().optional(),
  /** Asked of the provider and checked in its ID token: one of these `acr`; all of these `amr` (such as `mfa`); signed in there at most so many seconds ago. */
  OIDC_ACR: z.string().optional(),
  OIDC_AMR: z.string().optional(),
  OIDC_MAX_AGE: z.coerce.number().int().min(0).max(31_536_000).optional(),
  OIDC_NAME: z.string().default('Single sign-on'),
  SMTP_URL: z.string().optional(),
  MAIL_FROM: z.string().default('Touchstone <touchstone@localhost>'),
  /** Hosts (`erp.internal`, `10.1.2.3:8080`, separated by commas) that webhooks may reach although they are private. */
  WEBHOOK_PRIVATE_HOSTS: z.string().optional(),
  /** Where set, webhooks reach these hosts (`hooks.example.org`, `host:port`, `*.example.org`) and the private ones above, and no other. */
  WEBHOOK_HOSTS: z.string().optional(),
  /** Asked by five digits of a hash whether a new password was stolen: https://api.pwnedpasswords.com/range/ or a mirror of one's own. */
  BREACHED_PASSWORDS_URL: z.url().optional(),
  /** Set to 1 on server processes that should leave jobs to `npm run worker`. */
  NO_WORKER: flag.optional(),
  /** Where backups go; DATA_DIR/backups unless said. The embedded engine makes one by itself every so many hours (0: never). */
  BACKUP_DIR: z.string().min(1).optional(),
  BACKUP_EVERY_HOURS: z.coerce.number().min(0).max(8760).default(24),
  BACKUP_KEEP: z.coerce.number().int().min(1).max(1000).default(7),
  NODE_ENV: z.string().default('production'),
})
export type Env = z.infer<typeof schema>

let cached: Env | undefined

/** The settings, checked once. Throws an Error whose message names every wrong variable. */
export function env(): Env {
  cached ??= readEnv(process.env)
  return cached
}

/** For tests that set variables after another file has read them: the settings are read anew when next asked for. */
export function forgetEnv(): void {
  cached = undefined
}

export function readEnv(values: Record<string, string | undefined>): Env {
  // An empty variable is an unset one: compose files write `DATABASE_URL=`.
  const given = Object.fromEntries(Object.entries(values).filter(([, value]) => value !== ''))
  const parsed = schema.safeParse(given)
  if (!parsed.success) {
    const what = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ')
    throw new Error(`Settings are wrong. ${what}`)
  }
  const e = parsed.data
  if (e.DATABASE_URL && !e.SECRET) throw new Error('Settings are wrong. SECRET: must be set when DATABASE_URL is (32 characters or more, the same for every server process)')
  return e
}
