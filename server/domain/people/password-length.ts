/** In characters; length is what protects a password. */
export const PASSWORD_MIN = 10
/** Beyond any phrase a person types, and short enough that hashing it costs nothing extra. */
export const PASSWORD_MAX = 200
