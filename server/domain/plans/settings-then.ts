/** What the organisation's settings were when a plan's baseline was frozen. */
export type SettingsThen = { timezone: string; lapseDays: number | null; effectWindowDays: number; spentLessShare: number }

const days = (n: number | null) => (n === null ? 'none' : `${n} days`)

/**
 * Which settings that a figure depends on are not what they were when the baseline was frozen, in sentences: then before and
 * after are two figures. `follows`: it tells what became of customers after something; `relates`: it goes by relationships.
 */
export function settingsChanged(then: SettingsThen | null, now: SettingsThen, { follows, relates }: { follows: boolean; relates: boolean }): string[] {
  if (!then) return []
  const said: (string | false)[] = [
    follows && then.effectWindowDays !== now.effectWindowDays && `the effect window was ${days(then.effectWindowDays)} and is ${days(now.effectWindowDays)}`,
    follows && then.spentLessShare !== now.spentLessShare && `“spent less” was ${Math.round(then.spentLessShare * 100)} % and is ${Math.round(now.spentLessShare * 100)} %`,
    (follows || relates) && then.lapseDays !== now.lapseDays && `the gap after which customers count as lapsed was ${days(then.lapseDays)} and is ${days(now.lapseDays)}`,
    then.timezone !== now.timezone && `the time zone was ${then.timezone} and is ${now.timezone}`,
  ]
  return said.filter((text) => text !== false)
}

/** Before everything else that is to be known of such a plan. */
export const settingsCaveat = (changed: readonly string[]): string[] =>
  changed.length === 0 ? [] : [`Since the baseline was frozen ${changed.join(', and ')}: before and after are not one figure, so no change is told. Set back, it can be.`]
