import type { z } from 'zod'
import { NIL_ID, type RecordKind } from '@/db/vocabulary'
import type { Organisation } from '@/server/context'
import { contentHash } from '@/server/domain/identity/content-hash'
import { recordId, type IdKind } from '@/server/domain/ids'
import { slugOf } from '@/server/domain/slug'
import { currencyDigits, toMinor } from '@/server/domain/money'
import { localDayOf, type LocalDay } from '@/server/domain/time/local-day'
import { compileTime, type TimeReader } from '@/server/domain/time/parse'
import { zodPlaces, type FaultPlace } from '@/server/errors'
import { isPlain } from '@/server/schemas/plain-record'
import { recordSchemas } from '@/server/schemas/records'
import { shapeOf } from './shapes'

export type Cell = string | number | boolean | readonly string[] | Readonly<Record<string, unknown>> | null

/** Somebody a record is about, before anything is looked up: the id is computed. */
export type Someone = { id: string; externalId: string; anonymous: boolean }

/** A record understood: its identity, its content's hash, whom it is about, and the cells of its row. */
export type Draft = {
  index: number
  kind: RecordKind
  source: string
  externalId: string
  id: string
  /** 32 hexadecimal digits. */
  hash: string
  who: Someone
  /** Another customer it names: the one referred. */
  other: Someone | null
  /** The record's time (epoch ms) and its local day; for customers and issues see services/recording/facts. */
  at: number
  day: LocalDay
  /** Catalogue entries by slug, '' for none, with the name they were sent by. */
  channel: string
  channelName: string
  touchpoint: string
  touchpointName: string
  issue: { id: string; externalId: string } | null
  cells: Record<string, Cell>
  /** Customers and issues only: when the sender says it was true (null: not said), and what was said. */
  fact: { updatedAt: number | null; fields: Record<string, Cell> } | null
}
export type Drafted = { draft: Draft } | { errors: FaultPlace[] }

/** What a shape says of a record; times in epoch ms, absent = null. */
export type Understood = {
  who: Someone
  other?: Someone
  /** The record's time; null where a customer or an issue does not say. */
  at: number | null
  /** The local day it is about, where no instant says so. */
  day?: LocalDay
  channel?: string
  touchpoint?: string | null
  issue?: string | null
  /** What is hashed: the sender's own content, normalised (domain/identity/content-hash). */
  content: string
  cells: Record<string, Cell>
  fact?: { updatedAt: number | null; fields: Record<string, Cell> }
}

/**
 * Understands one record's fields at a time: times in the organisation's zone, money in its currency, ids computed.
 * What cannot be understood is noted with its reason, and read as null. One for all records of a batch.
 */
export class Reader {
  source = ''
  errors: FaultPlace[] = []
  readonly currency: string
  private readonly readTime: TimeReader
  private readonly slugs = new Map<string, string>()

  constructor(private readonly org: Organisation) {
    const compiled = compileTime(undefined, org.timezone)
    if (!compiled.ok) throw new Error(compiled.reason)
    this.readTime = compiled.read
    this.currency = org.currency
  }

  refuse(field: string, reason: string): null {
    this.errors.push({ field, reason })
    return null
  }

  /** Epoch ms. */
  time(field: string, text: string | null | undefined): number | null {
    if (text === null || text === undefined) return null
    const read = this.readTime(text)
    return read.ok ? read.instant : this.refuse(field, read.reason)
  }

  minor(field: string, amount: string | number | null | undefined, currency: string): number | null {
    if (amount === null || amount === undefined) return null
    if (currencyDigits(currency) === null) return this.refuse('currency', `"${currency}" is not an ISO 4217 currency`)
    const read = toMinor(amount, currency)
    return read.ok ? read.minor : this.refuse(field, read.reason)
  }

  customer(externalId: string): Someone {
    return this.person(externalId, false)
  }

  anonymous(externalId: string): Someone {
    return this.person(externalId, true)
  }

  /** The id of a record of the same source. */
  idOf(kind: IdKind, externalId: string): string {
    return recordId(this.org.id, kind, this.source, externalId)
  }

  /** The slug of a name; '' for none. */
  slug(name: string | null): string {
    if (name === null || name === '') return ''
    let slug = this.slugs.get(name)
    if (slug === undefined) this.slugs.set(name, (slug = slugOf(name)))
    return slug
  }

  private person(externalId: string, anonymous: boolean): Someone {
    const known = people.of(this.org.id, anonymous)
    let found = known.get(externalId)
    if (!found) known.set(externalId, (found = { id: recordId(this.org.id, anonymous ? 'anonymous' : 'customer', '', externalId), externalId, anonymous }))
    return found
  }
}

/** Ids are computed, so they can be kept for as long as there is room: most customers come again. */
const people = {
  kept: new Map<string, Map<string, Someone>>(),
  of(org: string, anonymous: boolean): Map<string, Someone> {
    const key = anonymous ? `${org}a` : org
    let found = this.kept.get(key)
    if (!found || found.size > 50_000) {
      if (this.kept.size > 20) this.kept.clear()
      this.kept.set(key, (found = new Map()))
    }
    return found
  },
}

/**
 * Reads the records of one batch. Nothing here asks the database, so that refused records cost no transaction. Without
 * a sender's id, the id is made from the content: the same content is the same record.
 */
export class Drafter {
  private readonly reader: Reader

  constructor(private readonly org: Organisation, private readonly now: Date) {
    this.reader = new Reader(org)
  }

  read(index: number, kind: RecordKind, raw: unknown, source: string): Drafted {
    const parsed = parse(kind, raw)
    if ('errors' in parsed) return parsed
    const { reader } = this
    reader.source = source
    reader.errors = []
    const { who, other, at, day, channel, touchpoint, issue, content, cells, fact } = shapeOf(kind, parsed.record, reader)
    if (reader.errors.length > 0) return { errors: reader.errors }
    const hash = contentHash(content)
    const externalId = parsed.record.id ?? `content-${hash}`
    const time = at ?? this.now.getTime()
    return {
      draft: {
        index, kind, source, externalId, hash, who, other: other ?? null,
        id: kind === 'customer' ? who.id : reader.idOf(kind, externalId),
        at: time, day: day ?? localDayOf(time, this.org.timezone),
        channel: reader.slug(channel ?? null), channelName: channel ?? '', touchpoint: reader.slug(touchpoint ?? null), touchpointName: touchpoint ?? '',
        issue: issue ? { id: reader.idOf('issue', issue), externalId: issue } : null,
        cells, fact: fact ?? null,
      },
    }
  }
}

function parse(kind: RecordKind, raw: unknown): { record: z.output<(typeof recordSchemas)[RecordKind]> } | { errors: FaultPlace[] } {
  if (isPlain(kind, raw)) return { record: raw }
  const parsed = recordSchemas[kind].safeParse(raw)
  if (parsed.success) return { record: parsed.data }
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) return { errors: [{ field: '', reason: 'a record must be an object' }] }
  return { errors: zodPlaces(parsed.error) }
}

/** The id a catalogue entry has in an organisation; NIL_ID for none. */
export const catalogueId = (org: string, kind: 'channel' | 'touchpoint', slug: string): string => (slug === '' ? NIL_ID : recordId(org, kind, '', slug))
