/** Reading a list again once something has happened that changes it. */

import { useEffect, useRef } from 'react'

/**
 * Call `readAgain` whenever `version` has changed; not when it is known at last. What is being read may
 * be older: asked for again it would not be read twice, so that waits for the answer.
 */
export function useReadAgain(version: string | number | undefined, isReading: boolean, readAgain: () => void): void {
  const before = useRef(version)
  const latest = useRef(readAgain)
  latest.current = readAgain
  useEffect(() => {
    before.current ??= version
    if (version !== undefined && !isReading && before.current !== version) {
      before.current = version
      latest.current()
    }
  }, [version, isReading])
}
