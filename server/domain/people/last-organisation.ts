/** Cookie with the slug of the organisation a browser was in last; a convenience, never a permission. */
export const LAST_ORGANISATION = 'touchstone_organisation'
