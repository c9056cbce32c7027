/** A field's name as people read it. */
export const words = (name: string) => { const text = name.replaceAll('_', ' '); return (text[0]?.toUpperCase() ?? '') + text.slice(1) }
