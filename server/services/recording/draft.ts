import { NIL_ID, type RecordKind } from '@/db/vocabulary'
import type { Organisation } from '@/server/context'
import { canonical, contentHash } from '@/server/domain/identity/content-hash'
import { recordId, slugOf, type IdKind } from '@/server/domain/ids'
import { currencyDigits, toMinor } from '@/server/domain/money'
import { localDayOf, type LocalDay } from '@/server/domain/time/local-day'
import { compileTime, type TimeReader } from '@/server/domain/time/parse'
import { zodPlaces, type FaultPlace } from '@/server/errors'
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

/** What the shapes are given to understand one record's fields; every failed reading adds a place with its reason. */
export type Reading = {
  source: string
  currency: string
  time(field: string, text: string | null | undefined): number | null
  minor(field: string, amount: string | number | null | undefined, currency: string): number | null
  refuse(field: string, reason: string): void
  customer(externalId: string): Someone
  anonymous(externalId: string): Someone
  idOf(kind: IdKind, externalId: string): string
  /** The slug of a name; null for none. */
  slug(name: string | null): string | null
}

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
  /** What is hashed: the sender's own content, normalised. */
  content: Record<string, Cell>
  cells: Record<string, Cell>
  fact?: { updatedAt: number | null; fields: Record<string, Cell> }
}

/**
 * Reads the records of one batch. Pure but for its caches: nothing here asks the database, so that refused records
 * cost no transaction. Without a sender's id, the id is made from the content: the same content is the same record.
 */
export class Drafter {
  private readonly readTime: TimeReader
  private readonly someone = new Map<string, Someone>()
  private readonly slugs = new Map<string, string>()

  constructor(private readonly org: Organisation, private readonly now: Date) {
    const compiled = compileTime(undefined, org.timezone)
    if (!compiled.ok) throw new Error(compiled.reason)
    this.readTime = compiled.read
  }

  read(index: number, kind: RecordKind, raw: unknown, source: string): Drafted {
    const parsed = recordSchemas[kind].safeParse(raw)
    if (!parsed.success) {
      if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) return { errors: [{ field: '', reason: 'a record must be an object' }] }
      return { errors: zodPlaces(parsed.error) }
    }
    const errors: FaultPlace[] = []
    const understood = shapeOf(kind, parsed.data, this.reading(source, errors))
    if (errors.length > 0) return { errors }
    const { content, fact, who } = understood
    const hash = contentHash(canonical(content, fact !== undefined))
    const externalId = parsed.data.id ?? `content-${hash}`
    const own = kind === 'customer'
    const at = understood.at ?? this.now.getTime()
    const channel = understood.channel ?? ''
    const touchpoint = understood.touchpoint ?? ''
    return {
      draft: {
        index, kind, source, externalId, hash, who,
        id: own ? who.id : recordId(this.org.id, kind, source, externalId),
        other: understood.other ?? null,
        at, day: understood.day ?? localDayOf(at, this.org.timezone),
        channel: this.slug(channel), channelName: channel, touchpoint: this.slug(touchpoint), touchpointName: touchpoint,
        issue: understood.issue ? { id: recordId(this.org.id, 'issue', source, understood.issue), externalId: understood.issue } : null,
        cells: understood.cells, fact: fact ?? null,
      },
    }
  }

  private slug(name: string): string {
    if (name === '') return ''
    let slug = this.slugs.get(name)
    if (slug === undefined) this.slugs.set(name, (slug = slugOf(name)))
    return slug
  }

  private person(externalId: string, anonymous: boolean): Someone {
    const key = `${anonymous ? 'a' : 'c'}${externalId}`
    let found = this.someone.get(key)
    if (!found) this.someone.set(key, (found = { id: recordId(this.org.id, anonymous ? 'anonymous' : 'customer', '', externalId), externalId, anonymous }))
    return found
  }

  private reading(source: string, errors: FaultPlace[]): Reading {
    return {
      source, currency: this.org.currency,
      refuse: (field, reason) => { errors.push({ field, reason }) },
      time: (field, text) => {
        if (text === null || text === undefined) return null
        const read = this.readTime(text)
        if (read.ok) return read.instant
        errors.push({ field, reason: read.reason })
        return null
      },
      minor: (field, amount, currency) => {
        if (amount === null || amount === undefined) return null
        if (currencyDigits(currency) === null) {
          errors.push({ field: 'currency', reason: `"${currency}" is not an ISO 4217 currency` })
          return null
        }
        const read = toMinor(amount, currency)
        if (read.ok) return read.minor
        errors.push({ field, reason: read.reason })
        return null
      },
      customer: (externalId) => this.person(externalId, false),
      anonymous: (externalId) => this.person(externalId, true),
      idOf: (kind, externalId) => recordId(this.org.id, kind, source, externalId),
      slug: (name) => (name === null ? null : this.slug(name)),
    }
  }
}

/** The id a catalogue entry has in an organisation; NIL_ID for none. */
export const catalogueId = (org: string, kind: 'channel' | 'touchpoint', slug: string): string => (slug === '' ? NIL_ID : recordId(org, kind, '', slug))
