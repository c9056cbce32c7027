import { z } from 'zod'
import { COMMENT_SUBJECTS, PRESENCE_SUBJECTS } from '@/db/vocabulary'
import { nameText, plainText } from './text'

/** What people say about anything, and where they are while they do. `place`: `<lane>:<step>` of a map. */
const about = { subject: z.enum(COMMENT_SUBJECTS), subject_id: nameText(200) }
export const commentsOfInput = z.strictObject({ ...about, place: plainText(200).optional().describe('Left out: whatever the place.') })
export const commentOnInput = z.strictObject({ ...about, place: plainText(200).default(''), text: nameText(4000), link: plainText(300).default('') })
export const settleCommentInput = z.strictObject({ comment: z.uuid(), resolved: z.boolean() })

export const presentInput = z.strictObject({ subject: z.enum(PRESENCE_SUBJECTS), subject_id: z.uuid() })
export const presenceInput = z.strictObject({ ...presentInput.shape, client: z.uuid(), place: z.string().max(100).default(''), leaving: z.boolean().default(false) })
