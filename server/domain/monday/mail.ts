import { escapeHtml as e } from '../notifications/wanted'

/** A bar is a table cell with a colour: every mail program shows it, and no picture has to be fetched. */
export type Bars = { label: string; rows: { label: string; value: number; shown: string; partial?: boolean }[] }
export type Parts = { label: string; parts: { label: string; value: number; colour: string; ink: string }[] }
/** Where a figure lies beside the range it usually keeps to; null: nothing to draw. */
export type UsualRange = { value: number; low: number; high: number }
export type MondaySection = { title: string; link: string; linkText: string; sentences: string[]; /** One per sentence, in their order. */ ranges?: (UsualRange | null)[]; bars?: Bars; parts?: Parts }
export type MondayContent = { organisation: string; subject: string; lead: string; warnings: string[]; sections: MondaySection[] }
type Links = { absolute: (path: string) => string; unsubscribe: string | null; settings: string }

/** Of the widest bar. */
const FULL = 100
/** A range is drawn in so many cells. */
const CELLS = 50
const CELL = FULL / CELLS

/** Colours stand in the cells for programs that read no style sheet; classes change them where somebody reads in the dark. */
const INK = { bar: '#3a74b5', partial: '#c9d8ea', band: '#dddad3', rail: '#f3f1ec', muted: '#5f5c55' } as const
const muted = `color:${INK.muted}`
const cell = (kind: 'bar' | 'partial' | 'band' | 'rail', width: string, height: number) => `<td ${width} class="${kind}" bgcolor="${INK[kind]}" style="height:${height}px;line-height:${height}px;font-size:1px;background:${INK[kind]}">&nbsp;</td>`
const table = (label: string, inside: string) => `<table role="img" aria-label="${e(label)}" cellpadding="0" cellspacing="0" border="0" width="100%" style="margin:8px 0 4px;border-collapse:collapse">${inside}</table>`
const caption = (text: string) => `<p class="muted" style="margin:0 0 8px;font-size:12px;${muted}">${text}</p>`

function barsHtml({ label, rows }: Bars): string {
  const most = Math.max(...rows.map((row) => row.value), 1)
  return table(`${label}: ${rows.map((row) => `${row.label} ${row.shown}`).join(', ')}`, rows.map((row) => {
    const width = Math.max(1, Math.round((row.value / most) * FULL))
    return `<tr><td width="92" class="muted" style="padding:3px 10px 3px 0;font-size:13px;white-space:nowrap;${muted}">${e(row.label)}</td><td style="padding:3px 0"><table cellpadding="0" cellspacing="0" border="0" width="100%"><tr>${cell(row.partial ? 'partial' : 'bar', `width="${width}%"`, 14)}${width < FULL ? '<td style="font-size:1px">&nbsp;</td>' : ''}</tr></table></td><td width="72" align="right" style="padding:3px 0 3px 10px;font-size:13px;white-space:nowrap">${e(row.shown)}</td></tr>`
  }).join('')) + caption(e(label))
}

function partsHtml({ label, parts }: Parts): string {
  const all = parts.reduce((sum, part) => sum + part.value, 0)
  const shown = parts.filter((part) => part.value > 0)
  if (all === 0) return ''
  const words = parts.map((part) => `${part.label} ${count(part.value)}`).join(', ')
  return table(`${label}: ${words}`, `<tr>${shown.map((part) => `<td width="${Math.max(1, Math.round((part.value / all) * FULL))}%" bgcolor="${part.colour}" align="center" class="part" style="height:22px;line-height:22px;font-size:12px;background:${part.colour};color:${part.ink};border-right:2px solid #ffffff">${part.value / all >= 0.08 ? count(part.value) : '&nbsp;'}</td>`).join('')}</tr>`)
    + caption(`${shown.map((part) => `<span style="white-space:nowrap"><span style="color:${part.colour}">&#9632;</span> ${e(part.label)} ${count(part.value)}</span>`).join(' &nbsp; ')}<br>${e(label)}`)
}

/** The grey stretch is where it usually lies, the mark where it lies now; the sentence above says the figures. */
function rangeHtml({ value, low, high }: UsualRange): string {
  const most = Math.max(value, high, 1e-9) * 1.06
  const at = (x: number) => Math.min(CELLS - 1, Math.max(0, Math.floor((x / most) * CELLS)))
  const kinds = Array.from({ length: CELLS }, (_, i) => (i === at(value) ? 'bar' as const : i >= at(low) && i <= at(high) ? 'band' as const : 'rail' as const))
  const runs: { kind: (typeof kinds)[number]; cells: number }[] = []
  for (const kind of kinds) {
    const last = runs.at(-1)
    if (last?.kind === kind) last.cells++
    else runs.push({ kind, cells: 1 })
  }
  const where = value > high ? 'above the range it usually keeps to' : value < low ? 'below the range it usually keeps to' : 'within the range it usually keeps to'
  return table(`Drawn: ${where}`, `<tr>${runs.map(({ kind, cells }) => cell(kind, `width="${cells * CELL}%"`, 10)).join('')}</tr>`)
}

const RANGE_LEGEND = caption(`<span class="band-ink" style="color:#b9b5ab">&#9632;</span> where it usually lies &nbsp; <span class="bar-ink" style="color:${INK.bar}">&#9632;</span> where it lies now`)

const DARK = `:root{color-scheme:light dark}@media (max-width:480px){.pad{padding-left:16px!important;padding-right:16px!important}}
@media (prefers-color-scheme:dark){.page{background:#141412!important;color:#eceae4!important}.sheet{background:#1e1d1b!important}.line{border-color:#3a3833!important}.muted{color:#a8a49a!important}.link{color:#8db8ea!important}
.bar{background:#5b93d1!important}.bar-ink{color:#5b93d1!important}.partial{background:#2c4562!important}.band{background:#4a4741!important}.band-ink{color:#6f6b62!important}.rail{background:#2a2926!important}.part{border-color:#1e1d1b!important}}`

const count = (value: number) => new Intl.NumberFormat('en-GB').format(value)

/** The week on one page: the overview's sentences with their pictures, each with its report; and the same as plain text. */
export function mondayMail({ organisation, subject, lead, warnings, sections }: MondayContent, { absolute, unsubscribe, settings }: Links): { subject: string; html: string; text: string } {
  const section = (one: MondaySection) => `<tr><td class="line" style="padding:18px 0 14px;border-top:1px solid #dddad3"><h2 style="margin:0 0 6px;font-size:18px;line-height:1.3;font-weight:600">${e(one.title)}</h2>
${one.sentences.map((line, i) => { const range = one.ranges?.[i]; return `<p style="margin:0 0 6px;font-size:15px;line-height:1.5">${e(line)}</p>${range ? rangeHtml(range) : ''}` }).join('')}${one.ranges?.some((range) => range !== null) ? RANGE_LEGEND : ''}${one.parts ? partsHtml(one.parts) : ''}${one.bars ? barsHtml(one.bars) : ''}
<p style="margin:4px 0 0;font-size:14px"><a class="link" href="${e(absolute(one.link))}" style="color:#1f5fae">${e(one.linkText)}</a></p></td></tr>`
  const html = `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark"><title>${e(subject)}</title><style>${DARK}</style></head>
<body class="page" style="margin:0;padding:0;background:#f3f1ec;color:#1c1b19;font-family:system-ui,-apple-system,'Segoe UI',Helvetica,Arial,sans-serif"><table role="presentation" class="page" cellpadding="0" cellspacing="0" border="0" width="100%"><tr><td align="center" style="padding:16px 8px">
<table role="presentation" cellpadding="0" cellspacing="0" border="0" width="600" class="sheet" style="width:100%;max-width:600px;background:#ffffff;border-collapse:collapse"><tr><td class="pad" style="padding:24px 24px 8px"><table role="presentation" cellpadding="0" cellspacing="0" border="0" width="100%" style="border-collapse:collapse">
<tr><td style="padding-bottom:16px"><p class="muted" style="margin:0 0 4px;font-size:13px;color:#5f5c55">${e(organisation)}</p><h1 style="margin:0;font-size:24px;line-height:1.25;font-weight:600">${e(lead)}</h1>${warnings.map((line) => `<p style="margin:10px 0 0;padding:6px 0 6px 10px;border-left:3px solid #b7791f;font-size:14px;line-height:1.4">${e(line)}</p>`).join('')}</td></tr>
${sections.map(section).join('\n')}
</table></td></tr><tr><td class="pad line muted" style="padding:14px 24px 22px;border-top:1px solid #dddad3;font-size:12px;line-height:1.5;color:#5f5c55">Every figure opens in Touchstone with its definition and the records behind it. <a class="muted" href="${e(absolute(''))}" style="color:#5f5c55">Overview</a> · <a class="muted" href="${e(settings)}" style="color:#5f5c55">What comes by mail</a>${unsubscribe ? ` · <a class="muted" href="${e(unsubscribe)}" style="color:#5f5c55">Stop this mail</a>` : ''}</td></tr></table></td></tr></table></body></html>`
  const text = [
    `${organisation}: ${lead}`, ...warnings.map((line) => `! ${line}`), '',
    ...sections.flatMap((one) => [
      one.title, ...one.sentences, ...(one.parts ? [one.parts.parts.map((part) => `${part.label} ${count(part.value)}`).join(', ')] : []), ...(one.bars ? one.bars.rows.map((row) => `  ${row.label}: ${row.shown}${row.partial ? ' (not over)' : ''}`) : []), absolute(one.link), '',
    ]),
    `What comes by mail: ${settings}`, ...(unsubscribe ? [`Stop this mail: ${unsubscribe}`] : []), '',
  ].join('\n')
  return { subject, html, text }
}
