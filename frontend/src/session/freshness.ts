/**
 * What others do is read again when the page comes back to the front. One's own wallet, papers and
 * payouts need none of it while there is a socket, for they are live.
 */

import { useEffect, useRef } from 'react'

/** Call `read` whenever the page is looked at again. */
export function useFreshness(read: () => void): void {
  const latest = useRef(read)
  latest.current = read
  useEffect(() => {
    const look = () => {
      if (document.visibilityState === 'visible') {
        latest.current()
      }
    }
    document.addEventListener('visibilitychange', look)
    return () => document.removeEventListener('visibilitychange', look)
  }, [])
}
