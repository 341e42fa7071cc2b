/**
 * What may have changed while nobody looked is read again when the page comes back to the front, or the
 * network does: whatever is shown that was asked for as 'cache-and-network', by itself.
 */

import { useEffect, useRef } from 'react'

/** Call `read` whenever the page is looked at again, or reaches the server again. */
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
    window.addEventListener('online', look)
    return () => {
      document.removeEventListener('visibilitychange', look)
      window.removeEventListener('online', look)
    }
  }, [])
}
