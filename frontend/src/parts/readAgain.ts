/** Reading a list again once something has happened that changes it. */

import { useEffect, useRef } from 'react'

/** Call `readAgain` whenever `version` has changed; not when it is known at last. */
export function useReadAgain(version: string | number | undefined, readAgain: () => void): void {
  const before = useRef(version)
  const latest = useRef(readAgain)
  latest.current = readAgain
  useEffect(() => {
    if (version === undefined || before.current === version) {
      return
    }
    const isFirst = before.current === undefined
    before.current = version
    if (!isFirst) {
      latest.current()
    }
  }, [version])
}
