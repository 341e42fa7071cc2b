/** One polite live region: what has happened, for who does not see it. */

import { useEffect, useRef, useSyncExternalStore } from 'react'

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

/** Say these words when this is another one than it was. */
export function useChangeTold(value: string | undefined, words: string): void {
  const before = useRef(value)
  useEffect(() => {
    if (before.current !== undefined && before.current !== value) {
      announce(words)
    }
    before.current = value
  }, [value, words])
}

export function Announcer() {
  const text = useSyncExternalStore(listen, () => said)
  return (
    <p className="unseen" role="status">
      {text}
    </p>
  )
}
