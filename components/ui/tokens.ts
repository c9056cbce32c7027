/**
 * Every colour of the product, once per theme. `colours.css` repeats them as CSS variables; tokens.test.ts
 * holds the two together and checks contrast (WCAG 2.2 AA) and distance under simulated colour blindness.
 * Names are the CSS variable without its dashes: `ch-web` is `var(--ch-web)`.
 */
export const light = {
  paper: '#fbfaf7',
  raised: '#ffffff',
  sunken: '#f2f0ea',
  ink: '#1b1a17',
  muted: '#5b5850',
  faint: '#6e6a61',
  hairline: '#e4e1d9',
  edge: '#8d887d',
  accent: '#3a4bc0',
  'accent-soft': '#e9ebf8',
  'on-accent': '#ffffff',
  danger: '#b3261e',
  warning: '#8a5a00',
  good: '#0b6b60',
  left: '#9f1239',
  spent_less: '#c77700',
  stayed: '#868d96',
  advocated: '#0b7a75',
  failed: '#c8401a',
  met: '#6889b0',
  exceeded: '#234a9f',
  not_recorded: '#918c82',
  'ch-web': '#384abc',
  'ch-mobile_app': '#097da7',
  'ch-email': '#089e95',
  'ch-sms': '#147d19',
  'ch-chat': '#bb8412',
  'ch-social': '#700049',
  'ch-phone': '#c34504',
  'ch-ivr': '#5c3802',
  'ch-virtual_agent': '#5d1b91',
  'ch-in_person': '#dc6681',
  'ch-post': '#708056',
  'ch-other': '#595856',
} as const

export type Token = keyof typeof light

export const dark: Record<Token, string> = {
  paper: '#131312',
  raised: '#1b1b19',
  sunken: '#242321',
  ink: '#eceae5',
  muted: '#aaa69d',
  faint: '#918d84',
  hairline: '#2d2c29',
  edge: '#6b675f',
  accent: '#9db0ff',
  'accent-soft': '#23273d',
  'on-accent': '#131312',
  danger: '#ff8a80',
  warning: '#e8b04a',
  good: '#5bcabc',
  left: '#f2607e',
  spent_less: '#e8b04a',
  stayed: '#8b929b',
  advocated: '#3fc1b4',
  failed: '#f2764b',
  met: '#7f9dc2',
  exceeded: '#a9c4ff',
  not_recorded: '#85817a',
  'ch-web': '#7898f9',
  'ch-mobile_app': '#52cce8',
  'ch-email': '#16978d',
  'ch-sms': '#9be28a',
  'ch-chat': '#e4c13b',
  'ch-social': '#e162c6',
  'ch-phone': '#c04105',
  'ch-ivr': '#b29860',
  'ch-virtual_agent': '#7858df',
  'ch-in_person': '#fb9e9a',
  'ch-post': '#706d51',
  'ch-other': '#e1ddd9',
}

/** `var(--name)` for SVG attributes and styles. */
export const colour = (token: Token): string => `var(--${token})`

const known = (name: string): name is Token => name in light

/** One colour per channel kind (`mobile_app`, `phone`, …), the same on every page. */
export function channelColour(kind: string): string {
  const name = `ch-${kind}`
  return colour(known(name) ? name : 'ch-other')
}

/** The colour of an effect (`left` …) or a result (`failed` …); anything else is neutral. */
export function meaningColour(key: string): string {
  return colour(known(key) ? key : 'not_recorded')
}

/** Lines of one chart that mean none of the above and have no order (groups, journeys). At most seven. */
export const SERIES: readonly string[] = ['web', 'phone', 'email', 'social', 'chat', 'mobile_app', 'ivr'].map(channelColour)

/** Ordered groups (value tiers, cohorts): one hue from strong (index 0) to quiet (index count − 1). */
export function tierColour(index: number, count: number): string {
  const strength = count < 2 ? 100 : Math.round(100 - (100 * index) / (count - 1))
  return `color-mix(in oklab, var(--accent) ${strength}%, var(--edge))`
}
