/** A sentence begins with a capital, whatever was typed: only its first letter is changed. */
export const capital = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1)
