import { CHANNEL_KINDS, type ChannelKind } from '@/db/vocabulary'

/** Names that mean exactly one kind of channel. Anything else is `other` until a person says what it is. */
const ALIASES: Record<string, ChannelKind> = {
  website: 'web', online: 'web', internet: 'web', web_site: 'web', app: 'mobile_app', mobile: 'mobile_app', ios: 'mobile_app', android: 'mobile_app', mobile_application: 'mobile_app',
  e_mail: 'email', text_message: 'sms', text: 'sms', live_chat: 'chat', webchat: 'chat', web_chat: 'chat', social_media: 'social', twitter: 'social', facebook: 'social',
  call: 'phone', telephone: 'phone', call_centre: 'phone', call_center: 'phone', contact_centre: 'phone', contact_center: 'phone',
  voice_response: 'ivr', chatbot: 'virtual_agent', bot: 'virtual_agent', virtual_assistant: 'virtual_agent',
  branch: 'in_person', store: 'in_person', shop: 'in_person', face_to_face: 'in_person', walk_in: 'in_person',
  postal_mail: 'post', letter: 'post', postal: 'post', fax: 'other',
}

/** The kind a channel is given when input creates it: the slug is a kind, or an obvious name of one. */
export function channelKindOf(slug: string): ChannelKind {
  return CHANNEL_KINDS.find((kind) => kind === slug) ?? (Object.hasOwn(ALIASES, slug) ? ALIASES[slug] : undefined) ?? 'other'
}
