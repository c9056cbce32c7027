import { boolean, date, foreignKey, index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { MAIL_STATES, NOTIFICATION_KINDS, type NotificationKind } from '../vocabulary'
import { createdAt, instant, organisationId, within, words } from './columns'
import { members } from './people'

/** What one member was told, inside Touchstone. Goes with the membership. */
export const notifications = pgTable('notifications', {
  organisationId: organisationId(),
  id: uuid().notNull(),
  userId: uuid().notNull(),
  kind: words(NOTIFICATION_KINDS).notNull(),
  title: text().notNull(),
  body: text().notNull().default(''),
  /** Path below the organisation's own, such as `/promises`; '' leads nowhere. */
  link: text().notNull().default(''),
  /** What it is about: the same person is told of the same thing once. Null: always told. */
  subject: text(),
  createdAt: createdAt(),
  readAt: instant(),
}, (t) => [primaryKey({ columns: [t.organisationId, t.id] }), index('notifications_user').on(t.organisationId, t.userId, t.createdAt),
  uniqueIndex('notifications_subject').on(t.organisationId, t.userId, t.subject),
  foreignKey({ name: 'notifications_member', columns: [t.organisationId, t.userId], foreignColumns: [members.organisationId, members.userId] }).onDelete('cascade')])

/** How a member wants to be told; without a row, the defaults of server/domain/notifications. */
export const notificationSettings = pgTable('notification_settings', {
  organisationId: organisationId(),
  userId: uuid().notNull(),
  /** Kinds of which a mail is wanted, or not wanted, against the default. */
  mails: jsonb().$type<Partial<Record<NotificationKind, boolean>>>().notNull().default({}),
  mondayMail: boolean().notNull().default(false),
  /** The Monday whose mail was queued last. */
  mondayQueued: date(),
}, (t) => [primaryKey({ columns: [t.organisationId, t.userId] }),
  foreignKey({ name: 'notification_settings_member', columns: [t.organisationId, t.userId], foreignColumns: [members.organisationId, members.userId] }).onDelete('cascade')])

/**
 * Mails to be sent: written in the transaction of what they tell, sent by a job, tried again when the server is away.
 * A mail is claimed before it is handed over and keeps its Message-ID, so that a mail handed over twice (the process died
 * before it heard "taken") can be told as the same one.
 */
export const mails = pgTable('mails', {
  organisationId: organisationId(),
  id: uuid().notNull(),
  /** To a member, whose address is looked up when it is sent. */
  userId: uuid().notNull(),
  subject: text().notNull(),
  text: text().notNull(),
  html: text(),
  /** Further headers, such as List-Unsubscribe. */
  headers: jsonb().$type<Record<string, string>>().notNull().default({}),
  /** Pictures the HTML shows by their content id, base64. */
  pictures: jsonb().$type<{ cid: string; png: string }[]>().notNull().default([]),
  state: words(MAIL_STATES).notNull().default('waiting'),
  attempts: integer().notNull().default(0),
  dueAt: instant().notNull(),
  claimedAt: instant(),
  createdAt: createdAt(),
  sentAt: instant(),
  error: text(),
}, (t) => [primaryKey({ columns: [t.organisationId, t.id] }), index('mails_due').on(t.organisationId, t.state, t.dueAt), within('mails_state', t.state, MAIL_STATES)])
