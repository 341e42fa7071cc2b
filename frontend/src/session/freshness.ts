/**
 * What others decide on is read again: when the page comes back to the front, and while one waits for
 * their word, now and then. What moves money needs none of it, for the wallet is live.
 */

import { useEffect, useRef } from 'react'

const PAUSE_MILLISECONDS = 10_000

/** Call `read` whenever the page is looked at again; `isWaiting`: and every ten seconds that it is. */
export function useFreshness(read: () => void, isWaiting = false): void {
  const latest = useRef(read)
  latest.current = read
  useEffect(() => {
    const look = () => {
      if (document.visibilityState === 'visible') {
        latest.current()
      }
    }
    const timer = isWaiting ? setInterval(look, PAUSE_MILLISECONDS) : undefined
    document.addEventListener('visibilitychange', look)
    return () => {
      clearInterval(timer)
      document.removeEventListener('visibilitychange', look)
    }
  }, [isWaiting])
}
