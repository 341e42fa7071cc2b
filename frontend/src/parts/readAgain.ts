/** Reading a list again once something has happened that changes it. */

import { useEffect, useRef } from 'react'

/** Call `readAgain` whenever `version` has changed. */
export function useReadAgain(version: string, readAgain: () => void): void {
  const before = useRef(version)
  const latest = useRef(readAgain)
  latest.current = readAgain
  useEffect(() => {
    if (before.current !== version) {
      before.current = version
      latest.current()
    }
  }, [version])
}
