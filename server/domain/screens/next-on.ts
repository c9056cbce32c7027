import { offsetAt } from '../time/zone'
import { isOn, WEEKDAYS, type Schedule } from './schedule'

/** When a slide that its schedule holds back now is on again, as a wall in this zone says it: "today at 18:00", "tomorrow at 08:00", "on Monday at 08:00"; null while it is on. */
export function nextOn(schedule: Schedule | null, ms: number, zone: string): string | null {
  if (!schedule || isOn(schedule, ms, zone)) return null
  const local = new Date(ms + offsetAt(ms, zone))
  // 0 is Monday.
  const today = (local.getUTCDay() + 6) % 7
  const begun = local.toISOString().slice(11, 16) >= schedule.from
  const ahead = Array.from({ length: WEEKDAYS.length }, (_, n) => n + (begun ? 1 : 0)).find((n) => schedule.days.includes((today + n) % 7)) ?? 0
  const day = ahead === 0 ? 'today' : ahead === 1 ? 'tomorrow' : ahead === WEEKDAYS.length ? 'in a week' : `on ${WEEKDAYS[(today + ahead) % 7]}`
  return `${day} at ${schedule.from}`
}
