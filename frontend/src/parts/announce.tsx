/** One polite live region: what has happened, for who does not see it. */

import { useSyncExternalStore } from 'react'

let said = ''
const listeners = new Set<() => void>()

function listen(onChange: () => void): () => void {
  listeners.add(onChange)
  return () => listeners.delete(onChange)
}

/** Say it when nothing else is being said. */
export function announce(text: string): void {
  said = text
  listeners.forEach((onChange) => onChange())
}

export function Announcer() {
  const text = useSyncExternalStore(listen, () => said)
  return (
    <p className="unseen" role="status">
      {text}
    </p>
  )
}
