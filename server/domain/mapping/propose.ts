import { DIRECTIONS, FORMS, INITIATIVES, LEAVE_KINDS, RESULTS, RESULT_SOURCES, type RecordKind } from '@/db/vocabulary'
import type { Sniff, SniffedColumn } from '../csv/sniff'
import { assignRoles, slugOf, type Role, type RoleGuess } from './column-roles'
import { fieldType } from './fields'
import { SPAN_UNITS, type FieldSource, type MappedEntity, type Mapping } from './mapping'

export interface Proposal {
  mapping: Mapping
  /** Why each entity and field is proposed, for the form that mends it. `field` is null for the entity itself. */
  reasons: { entity: RecordKind; field: string | null; reason: string }[]
  /** What only a person can know. */
  questions: string[]
}

/**
 * Proposes a mapping for a sniffed file: money makes a transaction, a case that opens and closes an issue with its
 * first contact, a score a response, anything else with a time an interaction; a list of names, or of anything without
 * times, is one of customers.
 * What has no place becomes an attribute.
 */
export function propose(sniff: Sniff): Proposal {
  const draft = new Draft(sniff)
  const { roles } = draft
  if (!roles.has('time') || draft.looksLikeCustomers()) draft.customers()
  else if (roles.has('score')) draft.responses()
  else if (roles.has('amount')) draft.transactions()
  else if (draft.looksLikeCases()) draft.issues()
  else draft.interactions(null)
  return draft.finish()
}

class Draft {
  readonly roles: Map<Role, RoleGuess>
  private readonly rows: MappedEntity[] = []
  private readonly reasons: Proposal['reasons'] = []
  private readonly questions: string[]
  private readonly used = new Set<number>()

  constructor(private readonly sniff: Sniff) {
    this.roles = assignRoles(sniff.columns)
    this.questions = [...sniff.warnings]
  }

  looksLikeCases(): boolean {
    const id = this.roles.get('record_id')?.column.name ?? ''
    return this.roles.has('end_time') || /ticket|case|incident|(^|_)issue/.test(slugOf(id))
  }

  /** Names and addresses, and nothing that happened. */
  looksLikeCustomers(): boolean {
    return (this.roles.has('name') || this.roles.has('email')) && !(['amount', 'channel', 'topic', 'score'] as const).some((role) => this.roles.has(role))
  }

  customers(): void {
    const id = [this.roles.get('customer'), this.roles.get('record_id')].find((one) => one?.column.guess.kind === 'id' && one.column.guess.unique)
    const fields = this.start('customer', 'each row describes a customer', id)
    this.put('customer', fields, 'name', 'name')
    this.put('customer', fields, 'email', 'email')
    this.put('customer', fields, 'acquired_at', 'time')
    this.put('customer', fields, 'left_at', 'end_time')
    this.rest('customer', fields)
  }

  transactions(): void {
    const fields = this.start('transaction', 'a column holds amounts of money', this.roles.get('record_id'))
    this.customer('transaction', fields, 'customer')
    this.put('transaction', fields, 'occurred_at', 'time')
    this.put('transaction', fields, 'amount', 'amount')
    this.put('transaction', fields, 'currency', 'currency')
    this.put('transaction', fields, 'kind', 'kind')
    this.rest('transaction', fields)
    if (!this.roles.has('currency')) this.questions.push('No column says the currency: the organisation’s own is taken.')
  }

  issues(): void {
    const id = this.roles.get('record_id')
    const fields = this.start('issue', 'cases are opened and closed', id)
    this.customer('issue', fields, 'customer')
    this.put('issue', fields, 'opened_at', 'time')
    const span = this.roles.get('span')
    const unit = SPAN_UNITS.find((one) => slugOf(span?.column.name ?? '').startsWith(one))
    if (span && unit) {
      fields.resolved_at = { ...this.from(span.column), since: 'opened_at', format: unit }
      this.say('issue', 'resolved_at', `${span.reason}: ${unit} since it was opened`)
    } else this.put('issue', fields, 'resolved_at', 'end_time')
    this.put('issue', fields, 'touchpoint', 'topic')
    this.interactions(id?.column ?? null)
  }

  responses(): void {
    const fields = this.start('response', 'a column holds scores', this.roles.get('record_id'))
    this.customer('response', fields, 'customer')
    this.put('response', fields, 'occurred_at', 'time')
    this.put('response', fields, 'score', 'score')
    this.put('response', fields, 'comment', 'comment')
    this.put('response', fields, 'touchpoint', 'topic')
    const named = /nps|csat|ces/.exec(slugOf(this.roles.get('score')?.column.name ?? ''))?.[0]
    fields.survey = { const: named ?? 'csat' }
    this.say('response', 'survey', named ? 'the name of the score says it' : 'a guess: the score does not say which survey it is from')
    if (!named) this.questions.push('Which survey is the score from (nps, csat, ces, perceived_value), and on which scale?')
    this.rest('response', fields)
  }

  /** `issue`: the column whose case this contact opened. */
  interactions(issue: SniffedColumn | null): void {
    const why = issue ? 'the contact that opened the case' : 'every row happened at a time'
    const fields = this.start('interaction', why, this.roles.get('record_id'))
    if (this.roles.has('customer')) this.customer('interaction', fields, 'customer')
    else this.customer('interaction', fields, 'anonymous_id')
    this.put('interaction', fields, 'occurred_at', 'time')
    if (issue) {
      fields.issue = { column: this.name(issue) }
      this.say('interaction', 'issue', 'the case it opened')
    }
    this.put('interaction', fields, 'touchpoint', this.roles.has('topic') ? 'topic' : 'kind')
    if (!this.put('interaction', fields, 'channel', 'channel')) {
      fields.channel = { const: 'other' }
      this.say('interaction', 'channel', 'no column says the channel')
      this.questions.push('No column says the channel: put the one these rows came through.')
    }
    this.rest('interaction', fields)
  }

  finish(): Proposal {
    const { delimiter, header, quote, encoding } = this.sniff.dialect
    return { mapping: { dialect: { delimiter, header, quote, encoding }, rows: this.rows }, reasons: this.reasons, questions: this.questions }
  }

  private start(entity: RecordKind, reason: string, id: RoleGuess | undefined): Record<string, FieldSource> {
    const fields: Record<string, FieldSource> = { id: id ? this.from(id.column) : { row: true } }
    this.rows.push({ entity, fields })
    this.say(entity, null, reason)
    this.say(entity, 'id', id ? id.reason : 'no column names the rows: they are numbered, and belong to this very file')
    return fields
  }

  private customer(entity: RecordKind, fields: Record<string, FieldSource>, field: 'customer' | 'anonymous_id'): void {
    if (this.put(entity, fields, field, 'customer')) return
    fields[field] = fields.id ?? { row: true }
    this.say(entity, field, 'no column names a customer: each row stands for somebody else')
    if (field === 'customer') this.questions.push('No column names the customer: each row would be a customer of its own.')
  }

  private put(entity: RecordKind, fields: Record<string, FieldSource>, field: string, role: Role): boolean {
    const guess = this.roles.get(role)
    if (!guess) return false
    fields[field] = this.from(guess.column)
    this.say(entity, field, guess.reason)
    return true
  }

  /** What has found no place yet: a column named like a field of the record is that field, the others are attributes. */
  private rest(entity: RecordKind, fields: Record<string, FieldSource>): void {
    for (const column of this.sniff.columns) {
      if (this.used.has(column.number) || column.guess.kind === 'empty') continue
      const slug = slugOf(column.name) || `column_${column.number}`
      if (fields[slug] === undefined && fitsField(entity, slug, column)) {
        fields[slug] = this.from(column)
        this.say(entity, slug, 'is named like this field, and holds what it takes')
        continue
      }
      const name = fields[`attributes.${slug}`] ? `attributes.${slug}_${column.number}` : `attributes.${slug}`
      fields[name] = column.guess.kind === 'number' ? { column: this.name(column), format: 'number' } : { column: this.name(column) }
    }
  }

  private from(column: SniffedColumn): FieldSource {
    this.used.add(column.number)
    const { guess } = column
    return guess.kind === 'time' && guess.format !== undefined ? { column: this.name(column), format: guess.format } : { column: this.name(column) }
  }

  /** By name where it is the only one of that name, else by number. */
  private name({ name, number }: SniffedColumn): string | number {
    return name !== '' && this.sniff.columns.filter((other) => other.name === name).length === 1 ? name : number
  }

  private say(entity: RecordKind, field: string | null, reason: string): void {
    this.reasons.push({ entity, field, reason })
  }
}

/** Fields that take the words of a list only. */
const WORDS: Record<string, readonly string[]> = {
  form: FORMS, direction: DIRECTIONS, initiative: INITIATIVES, result: RESULTS, result_source: RESULT_SOURCES, leave_kind: LEAVE_KINDS,
}

function fitsField(entity: RecordKind, field: string, { guess }: SniffedColumn): boolean {
  const words = WORDS[field]
  if (words) return guess.kind === 'enum' && guess.values.every((value) => words.includes(value))
  const type = fieldType(entity, field)
  if (type === 'number' || type === 'time') return guess.kind === type
  return type === 'text' || type === 'id'
}
