/** A name that a machine gave, as people read it: "chat_desk" is "Chat desk". One that somebody wrote stays as it is. */
export function readable(name: string): string {
  if (!/^[a-z0-9]+(?:[_.-][a-z0-9]+)*$/u.test(name)) return name
  const words = name.replaceAll(/[_.-]/gu, ' ')
  return `${words.slice(0, 1).toLocaleUpperCase('en')}${words.slice(1)}`
}
