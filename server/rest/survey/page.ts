import { escapeHtml as e } from '../../domain/notifications/wanted'
import { languageName, type SurveyWords } from '../../domain/surveys/texts'

/** Written for a phone and for people in a hurry; no script, no font, no picture is asked for. */
export const SURVEY_STYLE = `
:root{color-scheme:light dark;--paper:#faf9f6;--ink:#1c1b19;--muted:#5f5c55;--line:#d9d6ce;--accent:#1f5fae;--on:#fff;--bad:#a8321f}
@media(prefers-color-scheme:dark){:root{--paper:#171614;--ink:#eceae4;--muted:#a8a49b;--line:#3b3935;--accent:#8ab8f0;--on:#12233a;--bad:#f0907f}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:17px/1.5 system-ui,-apple-system,"Segoe UI",sans-serif;display:grid;min-height:100dvh}
main{width:100%;max-width:38rem;margin:auto;padding:2rem 1.25rem 3rem}
.org{margin:0 0 1.5rem;color:var(--muted);font-size:.95rem}
h1,legend{font-size:1.45rem;line-height:1.3;font-weight:600;margin:0 0 1.25rem;padding:0;text-wrap:balance}
fieldset{border:0;margin:0 0 1.75rem;padding:0;min-width:0}
.scale{display:grid;gap:.5rem}.n5{grid-template-columns:repeat(5,1fr)}.n7{grid-template-columns:repeat(7,1fr)}.n11{grid-template-columns:repeat(11,1fr)}
.scale label{display:block;position:relative;cursor:pointer}
.scale input{position:absolute;opacity:0;inset:0;width:100%;height:100%;margin:0;cursor:pointer}
.scale span{display:grid;place-items:center;min-height:3rem;border:1.5px solid var(--line);border-radius:.5rem;font-weight:600;font-variant-numeric:tabular-nums}
.scale input:hover+span{border-color:var(--accent)}
.scale input:checked+span{background:var(--accent);border-color:var(--accent);color:var(--on)}
.scale input:focus-visible+span{outline:3px solid var(--accent);outline-offset:2px}
@media(max-width:33rem){.n11{grid-template-columns:repeat(6,1fr)}}
.ends{display:flex;justify-content:space-between;gap:1rem;margin:.5rem 0 0;color:var(--muted);font-size:.9rem}
.ends span:last-child{text-align:right}
.label{display:block;font-weight:600;margin-bottom:.4rem}
.label small{font-weight:400;color:var(--muted)}
textarea{width:100%;min-height:7rem;padding:.7rem;border:1.5px solid var(--line);border-radius:.5rem;background:transparent;color:inherit;font:inherit;resize:vertical}
textarea:focus-visible,button:focus-visible,a:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
button{margin-top:1.5rem;width:100%;min-height:3.25rem;border:0;border-radius:.5rem;background:var(--accent);color:var(--on);font:inherit;font-weight:600;cursor:pointer}
.bad{margin:0 0 1rem;color:var(--bad);font-weight:600}
footer{margin-top:2.5rem;color:var(--muted);font-size:.85rem}
footer nav{display:flex;flex-wrap:wrap;gap:.25rem 1rem;margin-top:.75rem}
footer a{color:inherit;min-height:1.75rem;display:inline-block}
footer a[aria-current]{font-weight:600;text-decoration:none}
`

type Frame = { language: string; organisation: string; title: string }

function frame({ language, organisation, title }: Frame, main: string): string {
  return `<!doctype html><html lang="${e(language)}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><meta name="robots" content="noindex"><meta name="referrer" content="no-referrer"><title>${e(title)}</title><style>${SURVEY_STYLE}</style></head>
<body><main>${organisation ? `<p class="org">${e(organisation)}</p>` : ''}${main}</main></body></html>`
}

export type QuestionView = {
  organisation: string; language: string; languages: readonly string[]; words: SurveyWords; scale: { min: number; max: number }
  /** Chosen before, or by a link in a mail. */
  score: string | null
  comment: string
  commentLimit: number
  missing: boolean
}

/** The question as a plain form that posts to its own address. */
export function questionPage({ organisation, language, languages, words, scale, score, comment, commentLimit, missing }: QuestionView): string {
  const numbers = Array.from({ length: scale.max - scale.min + 1 }, (_, i) => scale.min + i)
  const ends = (n: number) => (n === scale.min ? `, ${words.low}` : n === scale.max ? `, ${words.high}` : '')
  return frame({ language, organisation, title: words.question }, `
<form method="post" action="?lang=${encodeURIComponent(language)}">
<fieldset${missing ? ' aria-describedby="bad"' : ''}><legend><h1>${e(words.question)}</h1></legend>
${missing ? `<p class="bad" id="bad" role="alert">${e(words.choose)}</p>` : ''}<div class="scale n${numbers.length}">
${numbers.map((n) => `<label><input type="radio" name="score" value="${n}" required aria-label="${e(`${n}${ends(n)}`)}"${score === String(n) ? ' checked' : ''}><span aria-hidden="true">${n}</span></label>`).join('\n')}
</div><p class="ends" aria-hidden="true"><span>${scale.min} ${e(words.low)}</span><span>${scale.max} ${e(words.high)}</span></p></fieldset>
<label class="label" for="comment">${e(words.comment)} <small>(${e(words.optional)})</small></label>
<textarea id="comment" name="comment" maxlength="${commentLimit}">${e(comment)}</textarea>
<button type="submit">${e(words.send)}</button></form>
<footer>${e(words.private)}<nav aria-label="${e(words.languages)}">${languages.map((one) => `<a href="?lang=${encodeURIComponent(one)}" lang="${e(one)}" hreflang="${e(one)}"${one === language ? ' aria-current="true"' : ''}>${e(languageName(one))}</a>`).join('')}</nav></footer>`)
}

/** One sentence, and perhaps a second: thanks, answered already, gone. `ask` is a button that posts to the same address. */
export function sayingPage(of: { organisation: string; language: string; first: string; more?: string; ask?: string }): string {
  return frame({ language: of.language, organisation: of.organisation, title: of.first }, `<h1>${e(of.first)}</h1>${of.more ? `<p>${e(of.more)}</p>` : ''}${of.ask ? `<form method="post"><button type="submit">${e(of.ask)}</button></form>` : ''}`)
}
