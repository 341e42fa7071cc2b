/** With which codes the server closes a socket: docs/live.md. */

/** The session has ended, or a role that it needs. */
export const REFUSAL_CODES = new Set([4401, 4403])

/** After these a socket is not opened again by itself. */
export const FINAL_CODES = new Set([1009, 4400, 4406, 4409, ...REFUSAL_CODES])
