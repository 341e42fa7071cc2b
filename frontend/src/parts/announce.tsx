/** One polite live region: what has happened, for who does not see it. */

import { useEffect, useRef, useSyncExternalStore } from 'react'

let said = { text: '', turn: 0 }
const listeners = new Set<() => void>()

function listen(onChange: () => void): () => void {
  listeners.add(onChange)
  return () => listeners.delete(onChange)
}

/** Say it when nothing else is being said; also the same words again. Who goes on to another page says it then. */
export function announce(text: string): void {
  said = { text, turn: said.turn + 1 }
  listeners.forEach((onChange) => onChange())
}

/** Of which number what was said last is. */
export function turnNow(): number {
  return said.turn
}

/** Whether nothing stands there that was said. */
export function isQuiet(): boolean {
  return said.text === ''
}

/** What was said of one page is not found on the next. */
for (const going of ['pushState', 'popstate']) {
  window.addEventListener(going, () => announce(''))
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
  const { text, turn } = useSyncExternalStore(listen, () => said)
  return (
    <p className="unseen" role="status">
      <span key={turn}>{text}</span>
    </p>
  )
}
