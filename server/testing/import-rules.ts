// Who may import whom: the floors of the house, as data. Every rule says why, because the reason is what
// a person needs when the test stops them.

/** One floor: its files, what of ours they may import, and the reason. */
export interface Floor {
  name: string
  files: RegExp
  may: RegExp[]
  because: string
}

/** Tests and what only they use. */
export const tests = /\.(test|fixture)$/

const vocabulary = /^db\/vocabulary$/
const db = /^db\//
const domain = /^server\/domain\//
const schemas = /^server\/schemas\//
// Any file right under server/ that is none of the named ones counts as one of the basics.
const basics = /^server\/(?!(boot|caller|access|auth|live|context)$)[^/]+$/
const context = /^server\/context$/
const reads = /^server\/(queries|reports)\//
const services = /^server\/services\//
const live = /^server\/live$/
const queue = /^server\/jobs\/queue$/
const access = /^server\/(access|auth)(\/|$)/
const boot = /^server\/boot$/
const components = /^components\//
const server = /^server\//

const translators = {
  may: [vocabulary, domain, schemas, reads, services, access, context, live, queue, basics, /^package$/],
  because: 'it only translates between a caller and a report, query or service; SQL here would be a second, unchecked way to the data',
}

/** The first floor whose `files` match a path is that file's floor; every file of ours has one. */
export const floors: Floor[] = [
  {
    name: 'tests',
    files: tests,
    may: [db, server, components],
    because: 'nothing may depend on what is never built',
  },
  {
    name: 'db',
    files: db,
    may: [db],
    because: 'it is the foundation: what it imported could never be used without a database',
  },
  {
    name: 'server/domain',
    files: domain,
    may: [vocabulary, domain],
    because: 'it is pure: rules, statistics and time, tried without a database, a clock or chance',
  },
  {
    name: 'server/schemas',
    files: schemas,
    may: [vocabulary, domain, schemas],
    because: 'forms in the browser share it',
  },
  {
    name: 'the server’s basics',
    files: basics,
    may: [db, domain, schemas, basics],
    because: 'everything else stands on them',
  },
  {
    name: 'context, access, live, jobs/queue',
    files: /^server\/(context$|access(\/|$)|live$|jobs\/queue$)/,
    may: [db, domain, schemas, basics, context, access, live, queue],
    because: 'it decides who may do anything at all, before any read or write knows about it',
  },
  {
    name: 'server/auth',
    files: /^server\/auth\//,
    may: [db, domain, schemas, basics, context, access, boot],
    because: 'it turns a cookie into a caller for the door, for which it asks the instance; it neither reads nor writes for anybody',
  },
  {
    name: 'server/queries and server/reports',
    files: reads,
    may: [db, domain, schemas, context, reads, basics],
    because: 'a read that could call a write, publish or queue would not be a read',
  },
  {
    name: 'server/services',
    files: services,
    may: [db, domain, schemas, context, reads, services, live, queue, basics],
    because: 'a write is complete in itself; it knows no caller',
  },
  {
    ...translators,
    // Where a call becomes a Ctx: the instance is asked for, and the door opened.
    name: 'server/routers/trpc',
    files: /^server\/routers\/trpc$/,
    may: [...translators.may, /^server\/routers\//, boot],
  },
  {
    ...translators,
    name: 'server/routers',
    files: /^server\/routers\//,
    may: [...translators.may, /^server\/routers\//],
  },
  {
    ...translators,
    name: 'server/rest',
    files: /^server\/rest\//,
    may: [...translators.may, /^server\/(rest|routers)\//, boot],
  },
  {
    ...translators,
    name: 'job handlers',
    files: /^server\/jobs\//,
    // The sample organisation is filled by a job.
    may: [...translators.may, /^server\/jobs\//, /^server\/seed\/run-sample$/],
  },
  {
    ...translators,
    name: 'server/caller',
    files: /^server\/caller$/,
    may: [...translators.may, /^server\/routers\//, boot],
  },
  {
    name: 'server/boot',
    files: boot,
    may: [db, server],
    because: 'it opens everything, and nothing but server and database is there to open',
  },
  {
    name: 'seed, bench, testing, cli',
    files: /^server\/(seed|bench|testing|cli)\//,
    may: [db, server],
    because: 'they drive the server; the interface is driven by e2e',
  },
  {
    name: 'components',
    files: components,
    may: [domain, schemas, vocabulary, components],
    because: 'they run in the browser: anything more would ship the server to it',
  },
  {
    name: 'app/api',
    files: /^app\/(.*\/)?(api|v1|route$|.*\/route$)/,
    may: [/^server\/rest\//, boot, ...translators.may, /^server\/(routers\/|caller$)/],
    because: 'a route is an address: what it does is written in server/rest, server/routers or a service',
  },
  {
    name: 'proxy and instrumentation',
    files: /^(proxy|instrumentation(-client)?)$/,
    may: [boot, access, basics, vocabulary, domain],
    because: 'Next calls them around every request; they stay thin',
  },
  {
    name: 'app',
    files: /^app\//,
    may: [components, /^server\/(caller|access|rest\/page-errors)$/, vocabulary, domain, schemas, /^app\//],
    because: 'a page is parameters, a prefetch and one component',
  },
  {
    name: 'e2e',
    files: /^e2e\//,
    may: [/^e2e\//, vocabulary],
    because: 'it knows the product only as a browser does',
  },
]

/** Imports of types vanish in the build, so these arrows may run up besides. */
export const typeOnly: { files: RegExp; may: RegExp[] }[] = [
  // The types of answers; their code must not come along.
  { files: components, may: [/^server\/(routers|reports|queries)\//] },
  // The handle of the database is passed on, never used.
  { files: /^server\/(routers|rest|jobs)\//, may: [/^db\/client$/] },
]

/** Words that only `except` may say, looked for in code (comments left out) unless `inComments`. */
export interface Reserved {
  says: RegExp
  files: RegExp
  except: RegExp
  inComments?: boolean
  because: string
}

const outsiders = /^(server\/(cli|testing|bench)\/|e2e\/)/

export const reserved: Reserved[] = [
  {
    says: /\bprocess\.env\b/,
    files: /./,
    except: union(/^server\/env$/, /^next\.config$/, outsiders, tests),
    because: 'only server/env.ts reads process.env, so that a bad setting stops the boot with one clear line',
  },
  {
    says: /\bDate\.now\(|\bnew Date\(\s*\)|\bDateTime\.(now|local|utc)\(\s*\)/,
    files: /./,
    except: union(/^server\/clock$/, /^components\/shell\/clock$/, outsiders, tests),
    because: 'only server/clock.ts (in the browser components/shell/clock) reads the clock; everything else takes `now`, so that any view can be asked as of a day',
  },
  {
    says: /\bMath\.random\(|\brandomUUID\(|\brandomBytes\(/,
    files: /^server\/(domain|seed)\//,
    except: tests,
    because: 'server/domain is pure and the sample is the same every time: chance is an argument',
  },
  {
    says: /@ts-ignore|@ts-expect-error|@ts-nocheck|(eslint|oxlint)-disable|\bTODO\b|\bFIXME\b/,
    files: /./,
    except: /^server\/testing\/import-rules/,
    inComments: true,
    because: 'a checker that is silenced does not check, and a note to do it later is never read',
  },
  {
    says: /\b(describe|test|it)\.only\(/,
    files: /./,
    except: /^$/,
    because: 'it silences every other test',
  },
]

/** Packages that some floors must not see. */
export const packages: { files: RegExp; not: RegExp; because: string }[] = [
  { files: /^(?!.*\.(test|fixture)$)(server\/(domain|schemas|routers|rest)|components|app)\//, not: /^(drizzle-orm|pg|@electric-sql)(\/|$)/, because: 'SQL lives in db, queries, reports and services' },
  { files: /^server\/domain\/(?!.*\.(test|fixture)$)/, not: /^(node:(?!crypto$)|next|react|zod$)/, because: 'server/domain is pure and runs anywhere' },
  { files: /^db\/vocabulary$/, not: /./, because: 'the browser imports it' },
]

function union(...parts: RegExp[]): RegExp {
  return new RegExp(parts.map((part) => part.source).join('|'))
}
