import AxeBuilder from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'

export type Look = {
  /** Only of what is in here, and not in there. */
  include?: string
  exclude?: string
  /** By these of axe's rules, or by those with these tags, instead of by all. */
  rules?: string[]
  tags?: string[]
}

/** axe finds nothing on the page. */
export async function accessible(page: Page, { include, exclude, rules, tags }: Look = {}): Promise<void> {
  // What is dimmed while it is asked for again has no contrast.
  await expect(page.locator('[aria-busy="true"] .opacity-50, .opacity-50[aria-busy="true"]')).toHaveCount(0)
  // Nor has what is still fading in.
  await page.evaluate(() => Promise.all(document.getAnimations().filter((one) => one.effect?.getComputedTiming().iterations !== Number.POSITIVE_INFINITY).map((one) => one.finished.catch(() => null))).then(() => null))
  // In the page itself: there are no frames, and a second page only to put one page's answer together costs as much again.
  const axe = new AxeBuilder({ page }).setLegacyMode(true).options({ resultTypes: ['violations'] })
  if (include) axe.include(include)
  if (exclude) axe.exclude(exclude)
  if (rules) axe.withRules(rules)
  if (tags) axe.withTags(tags)
  const { violations } = await axe.analyze()
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((n) => n.target.join(' ')).join(', ')}`)).toEqual([])
}
