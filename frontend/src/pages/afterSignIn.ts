/** Where to go once somebody is signed in: back to where she came from, on these pages alone. */

export function nextPath(search: string, otherwise: string): string {
  const next = new URLSearchParams(search).get('next') ?? otherwise
  return next.startsWith('/') && !next.startsWith('//') && !next.includes('\\') ? next : otherwise
}
