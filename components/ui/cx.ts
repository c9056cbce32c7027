/** Joins class names; falsy parts drop out, so `cx('a', on && 'b')` reads as it looks. */
export function cx(...parts: (string | false | null | undefined)[]): string {
  return parts.filter(Boolean).join(' ')
}
