import { expect, test } from 'vitest'
import { readable } from './readable'

test('what a machine named is read by people; what people wrote stays', () => {
  expect(['chat_desk', 'shop', 'crm-2', 'Chat_Desk', 'Our CRM', ''].map(readable)).toEqual(['Chat desk', 'Shop', 'Crm 2', 'Chat_Desk', 'Our CRM', ''])
})
