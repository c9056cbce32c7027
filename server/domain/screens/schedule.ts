import { offsetAt } from '../time/zone'

/** Local hours [from, to), "HH:MM", on these weekdays (Monday = 0); `to` not after `from` reaches over midnight into the next day. */
export type Schedule = { days: number[]; from: string; to: string }

const DAY = 86_400_000
export const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const

/** Whether a schedule is on at an instant (epoch ms) of a zone; without one, always. */
export function isOn(schedule: Schedule | null, ms: number, zone: string): boolean {
  if (!schedule) return true
  const local = ms + offsetAt(ms, zone)
  // 1 January 1970 was a Thursday.
  const weekday = (((Math.floor(local / DAY) + 3) % 7) + 7) % 7
  const minute = Math.floor((local - Math.floor(local / DAY) * DAY) / 60_000)
  const [from, to] = [minutes(schedule.from), minutes(schedule.to)]
  if (from < to) return schedule.days.includes(weekday) && minute >= from && minute < to
  // Over midnight: the evening of a day of the schedule, or the small hours after one.
  return (schedule.days.includes(weekday) && minute >= from) || (schedule.days.includes((weekday + 6) % 7) && minute < to)
}

const minutes = (text: string) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3, 5))

/** Dark from eight in the evening to seven. */
const NIGHT: Schedule = { days: [0, 1, 2, 3, 4, 5, 6], from: '20:00', to: '07:00' }
export const isNight = (ms: number, zone: string): boolean => isOn(NIGHT, ms, zone)
