import { expect, test } from 'vitest'
import { peopleFor, typedMention, withMention, type Person } from './mention'

const people: Person[] = [{ id: 'l', name: 'Ada Lovelace' }, { id: 'b', name: 'Bo Adamson' }, { id: 'a', name: 'Adam' }, { id: 'm', name: 'cy@example.org' }]
const offered = (text: string, caret = text.length) => {
  const typed = typedMention(text, caret)
  return typed && peopleFor(typed, people).map(({ name }) => name)
}

test('an @ offers everybody, letters those whose names go on so, by any of their words', () => {
  expect(offered('Ask @')).toEqual(['Ada Lovelace', 'Adam', 'Bo Adamson', 'cy@example.org'])
  expect(offered('Ask @ad')).toEqual(['Ada Lovelace', 'Adam', 'Bo Adamson'])
  expect(offered('Ask @love')).toEqual(['Ada Lovelace'])
  expect(offered('Ask @Ada L')).toEqual(['Ada Lovelace'])
  expect(offered('Ask @exam')).toEqual(['cy@example.org'])
  expect(offered('Ask @nobody')).toEqual([])
})

test('nothing is offered in an address, behind a whole name, on another line, or where the caret is not', () => {
  expect(offered('me@ada')).toBeNull()
  expect(offered('Ask @cy@example.org')).toBeNull()
  expect(offered('@Ada Lovelace ')).toEqual([])
  expect(offered('@ada\n')).toBeNull()
  expect(offered('@ ada')).toBeNull()
  expect(offered('first @ad', 3)).toBeNull()
  expect(offered('no at all')).toBeNull()
})

test('a name is put where the caret stands, and what is behind it stays', () => {
  const put = (text: string, caret: number) => withMention(text, caret, typedMention(text, caret) ?? { at: 0, name: '' }, people[0] as Person)
  expect(put('Ask @ad', 7)).toEqual({ text: 'Ask @Ada Lovelace ', caret: 18 })
  expect(put('Ask @ad about it', 7)).toEqual({ text: 'Ask @Ada Lovelace about it', caret: 18 })
})
