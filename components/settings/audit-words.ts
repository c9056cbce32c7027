const VERBS: Record<string, string> = {
  'screen.created': 'made the screen', 'screen.changed': 'changed the screen', 'screen.deleted': 'deleted the screen', 'screen.slide_added': 'put a view on the screen', 'display.added': 'added the display', 'display.changed': 'changed the display', 'display.revoked': 'took off the display',
  'takeover.raised': 'interrupted the screens with', 'takeover.ended': 'ended the interruption', 'target.set': 'set a target for', 'target.ended': 'ended the target for',
  'alert.created': 'made the alert', 'alert.changed': 'changed the alert', 'alert.fired': 'fired the alert', 'alert.removed': 'removed the alert', 'alert.switched_on': 'switched on the alert', 'alert.switched_off': 'switched off the alert',
  'webhook.created': 'added the webhook', 'webhook.changed': 'changed the webhook', 'webhook.secret_renewed': 'made a new secret for the webhook', 'webhook.removed': 'removed the webhook',
  'survey.created': 'made the survey', 'survey.changed': 'changed the survey', 'survey.closed': 'closed the survey', 'survey.opened': 'opened the survey again', 'survey.links_made': 'made links for the survey',
  'plan.created': 'began the plan', 'plan.answered': 'answered a question of the plan', 'plan.measure_set': 'said how to know of the plan', 'plan.started': 'started the plan', 'plan.reviewed': 'judged the plan', 'plan.stopped': 'stopped the plan', 'plan.shared': 'made a link to the plan', 'plan.share_revoked': 'closed a link to the plan',
  'plan.action_added': 'added an action to the plan', 'plan.action_changed': 'changed an action of the plan', 'plan.action_removed': 'removed an action of the plan', 'workshop.note_removed': 'removed a note of the plan’s workshop', 'plan.changed': 'changed the plan', 'opportunity.taken_up': 'took up the opportunity', 'opportunity.added': 'added the opportunity', 'opportunity.changed': 'changed the opportunity', 'assumption.added': 'wrote down the assumption', 'assumption.changed': 'changed the assumption',
  'member.invited': 'invited', 'member.joined': 'joined as a member', 'member.left': 'left the organisation', 'member.removed': 'removed a member', 'member.role_changed': 'changed the role of a member', 'member.reset_link_made': 'made a password link for a member', 'member.second_factor_removed': 'took off the second factor of a member', 'member.sessions_ended': 'ended sessions of a member',
  'retention.applied': 'removed what was kept long enough', 'audit.redacted': 'emptied entries about somebody who was erased', 'customer.erased': 'erased a customer',
  'organisation.created': 'made the organisation', 'organisation.updated': 'changed the settings',
  'channel.updated': 'changed the channel', 'touchpoint.updated': 'changed the touchpoint', 'touchpoint.reclassed': 'reclassed the touchpoint', 'touchpoint.template_applied': 'laid a known moment on the touchpoint',
}

/** "touchpoint.reclassed" as a person would say it; an unknown action keeps its own words. */
export function actionWords(action: string): string {
  return VERBS[action] ?? action.replaceAll(/[._]/g, ' ')
}

/** What an entry is about, by the name in its detail, else nothing. */
export function subjectName(detail: Record<string, unknown>): string | null {
  for (const key of ['slug', 'name', 'email', 'filename']) {
    const value = detail[key]
    if (typeof value === 'string' && value !== '') return value
  }
  return null
}

/** The detail as short "key: value" pairs, nested objects flattened. */
export function detailPairs(detail: Record<string, unknown>, prefix = ''): { key: string; value: string }[] {
  return Object.entries(detail).flatMap(([key, value]) => {
    const path = prefix ? `${prefix}.${key}` : key
    if (value !== null && typeof value === 'object' && !Array.isArray(value)) return detailPairs(Object.fromEntries(Object.entries(value)), path)
    if (value === undefined) return []
    return [{ key: plain(path.replace(/^changed\./, '')), value: Array.isArray(value) ? value.map(text).join(', ') || 'none' : text(value) }]
  })
}

/** "lapseDays" and "lapse_days" both read "lapse days". */
const plain = (key: string) => key.replaceAll('_', ' ').replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase()
const text = (value: unknown): string => (value === null ? 'none' : typeof value === 'string' ? value : JSON.stringify(value))
