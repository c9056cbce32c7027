/** What customers did at a step, as the map says it: "Resolve a billing question: passed it over". */
export const WAY_WORDS: Readonly<Record<string, string>> = { reached: 'came by', entry: 'began here', next: 'went on to', drop_off: 'went no further', loop: 'came back', skipped: 'passed it over', foreign: 'not on the map' }
