/** To sign in and back to where one came from, on these pages alone. */

import { useLocation, useSearch } from 'wouter'

/** Which the server sends as a page of its own. */
const EXPLORER = '/admin/explorer'

/** The way to sign in from the page that is shown, and back to it. */
export function useWayToSignIn(): string {
  const [path] = useLocation()
  const search = useSearch()
  return `/sign-in?next=${encodeURIComponent(search ? `${path}?${search}` : path)}`
}

/** Where to go once somebody is signed in: a page of ours, as the browser reads the address. */
export function nextPath(search: string, otherwise: string): string {
  const { origin } = window.location
  const wanted = new URLSearchParams(search).get('next') ?? otherwise
  if (!URL.canParse(wanted, origin)) {
    return otherwise
  }
  const next = new URL(wanted, origin)
  const isHere = next.origin === origin && !next.pathname.startsWith('//')
  return isHere ? next.pathname + next.search + next.hash : otherwise
}

/** Go there, and not back to signing in. */
export function goOn(path: string, go: (path: string, how: { replace: boolean }) => void): void {
  if (path === EXPLORER) {
    window.location.replace(path)
  } else {
    go(path, { replace: true })
  }
}
