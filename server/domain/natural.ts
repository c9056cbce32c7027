/** Names as people count them: Branch 2 before Branch 10. */
export const inNaturalOrder = (a: string, b: string): number => a.localeCompare(b, 'en', { numeric: true }) || (a < b ? -1 : a > b ? 1 : 0)
