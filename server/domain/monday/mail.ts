import { escapeHtml as e } from '../notifications/wanted'

/** A bar is a table cell with a colour: every mail program shows it, and no picture has to be fetched. */
export type Bars = { label: string; rows: { label: string; value: number; shown: string; partial?: boolean }[] }
export type Parts = { label: string; parts: { label: string; value: number; colour: string; ink: string }[] }
export type MondaySection = { title: string; link: string; linkText: string; sentences: string[]; bars?: Bars; parts?: Parts }
export type MondayContent = { organisation: string; subject: string; lead: string; warnings: string[]; sections: MondaySection[] }
type Links = { absolute: (path: string) => string; unsubscribe: string | null; settings: string }

/** Of the widest bar. */
const FULL = 100

function barsHtml({ label, rows }: Bars): string {
  const most = Math.max(...rows.map((row) => row.value), 1)
  return `<table role="img" aria-label="${e(`${label}: ${rows.map((row) => `${row.label} ${row.shown}`).join(', ')}`)}" cellpadding="0" cellspacing="0" border="0" width="100%" style="margin:8px 0 4px;border-collapse:collapse">${rows.map((row) => {
    const width = Math.max(1, Math.round((row.value / most) * FULL))
    return `<tr><td width="92" style="padding:3px 10px 3px 0;font-size:13px;color:#5f5c55;white-space:nowrap">${e(row.label)}</td><td style="padding:3px 0"><table cellpadding="0" cellspacing="0" border="0" width="100%"><tr><td width="${width}%" bgcolor="${row.partial ? '#c9d8ea' : '#3a74b5'}" style="height:14px;line-height:14px;font-size:1px;background:${row.partial ? '#c9d8ea' : '#3a74b5'}">&nbsp;</td>${width < FULL ? '<td style="font-size:1px">&nbsp;</td>' : ''}</tr></table></td><td width="72" align="right" style="padding:3px 0 3px 10px;font-size:13px;white-space:nowrap">${e(row.shown)}</td></tr>`
  }).join('')}</table><p style="margin:0 0 8px;font-size:12px;color:#5f5c55">${e(label)}</p>`
}

function partsHtml({ label, parts }: Parts): string {
  const all = parts.reduce((sum, part) => sum + part.value, 0)
  const shown = parts.filter((part) => part.value > 0)
  if (all === 0) return ''
  const words = parts.map((part) => `${part.label} ${count(part.value)}`).join(', ')
  return `<table role="img" aria-label="${e(`${label}: ${words}`)}" cellpadding="0" cellspacing="0" border="0" width="100%" style="margin:8px 0 4px;border-collapse:collapse"><tr>${shown.map((part) => `<td width="${Math.max(1, Math.round((part.value / all) * FULL))}%" bgcolor="${part.colour}" align="center" style="height:22px;line-height:22px;font-size:12px;background:${part.colour};color:${part.ink};border-right:2px solid #ffffff">${part.value / all >= 0.08 ? count(part.value) : '&nbsp;'}</td>`).join('')}</tr></table><p style="margin:0 0 8px;font-size:12px;color:#5f5c55">${shown.map((part) => `<span style="color:${part.colour}">&#9632;</span> ${e(part.label)} ${count(part.value)}`).join(' &nbsp; ')}<br>${e(label)}</p>`
}

const count = (value: number) => new Intl.NumberFormat('en-GB').format(value)

/** The week on one page: the overview's sentences with their pictures, each with its report; and the same as plain text. */
export function mondayMail({ organisation, subject, lead, warnings, sections }: MondayContent, { absolute, unsubscribe, settings }: Links): { subject: string; html: string; text: string } {
  const section = (one: MondaySection) => `<tr><td style="padding:18px 0 14px;border-top:1px solid #dddad3"><h2 style="margin:0 0 6px;font-size:18px;line-height:1.3;font-weight:600">${e(one.title)}</h2>
${one.sentences.map((line) => `<p style="margin:0 0 6px;font-size:15px;line-height:1.5">${e(line)}</p>`).join('')}${one.parts ? partsHtml(one.parts) : ''}${one.bars ? barsHtml(one.bars) : ''}
<p style="margin:4px 0 0;font-size:14px"><a href="${e(absolute(one.link))}" style="color:#1f5fae">${e(one.linkText)}</a></p></td></tr>`
  const html = `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><meta name="color-scheme" content="light"><title>${e(subject)}</title></head>
<body style="margin:0;padding:0;background:#f3f1ec;color:#1c1b19;font-family:system-ui,-apple-system,'Segoe UI',Helvetica,Arial,sans-serif"><table role="presentation" cellpadding="0" cellspacing="0" border="0" width="100%"><tr><td align="center" style="padding:16px 8px">
<table role="presentation" cellpadding="0" cellspacing="0" border="0" width="600" style="width:100%;max-width:600px;background:#ffffff;border-collapse:collapse"><tr><td style="padding:24px 24px 8px"><table role="presentation" cellpadding="0" cellspacing="0" border="0" width="100%" style="border-collapse:collapse">
<tr><td style="padding-bottom:16px"><p style="margin:0 0 4px;font-size:13px;color:#5f5c55">${e(organisation)}</p><h1 style="margin:0;font-size:24px;line-height:1.25;font-weight:600">${e(lead)}</h1>${warnings.map((line) => `<p style="margin:10px 0 0;padding:6px 0 6px 10px;border-left:3px solid #b7791f;font-size:14px;line-height:1.4">${e(line)}</p>`).join('')}</td></tr>
${sections.map(section).join('\n')}
</table></td></tr><tr><td style="padding:14px 24px 22px;border-top:1px solid #dddad3;font-size:12px;line-height:1.5;color:#5f5c55">Every figure opens in Touchstone with its definition and the records behind it. <a href="${e(absolute(''))}" style="color:#5f5c55">Overview</a> · <a href="${e(settings)}" style="color:#5f5c55">What comes by mail</a>${unsubscribe ? ` · <a href="${e(unsubscribe)}" style="color:#5f5c55">Stop this mail</a>` : ''}</td></tr></table></td></tr></table></body></html>`
  const text = [
    `${organisation}: ${lead}`, ...warnings.map((line) => `! ${line}`), '',
    ...sections.flatMap((one) => [
      one.title, ...one.sentences, ...(one.parts ? [one.parts.parts.map((part) => `${part.label} ${count(part.value)}`).join(', ')] : []), ...(one.bars ? one.bars.rows.map((row) => `  ${row.label}: ${row.shown}${row.partial ? ' (not over)' : ''}`) : []), absolute(one.link), '',
    ]),
    `What comes by mail: ${settings}`, ...(unsubscribe ? [`Stop this mail: ${unsubscribe}`] : []), '',
  ].join('\n')
  return { subject, html, text }
}
