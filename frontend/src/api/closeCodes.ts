/** With which codes the server closes a socket: docs/live.md. */

export const MESSAGE_TOO_LARGE = 1009
export const NOT_OF_THE_PROTOCOL = 4400
export const SESSION_ENDED = 4401
/** Before the socket is acknowledged: the token is nobody's. After it: a feed is for operators. */
export const FORBIDDEN = 4403
export const TOO_MANY = 4429

/** After these a socket is not opened again by itself. */
export const FINAL_CODES = new Set([MESSAGE_TOO_LARGE, NOT_OF_THE_PROTOCOL, SESSION_ENDED, 4406, 4409, TOO_MANY])
