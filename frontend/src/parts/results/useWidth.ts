/** How wide an element is, and is again when it changes. */

import { useCallback, useRef, useState } from 'react'

export function useWidth<Kind extends Element>(): [(element: Kind | null) => void, number] {
  const [width, setWidth] = useState(0)
  const watching = useRef<ResizeObserver | null>(null)
  const watch = useCallback((element: Kind | null) => {
    watching.current?.disconnect()
    watching.current = null
    if (element) {
      watching.current = new ResizeObserver(([entry]) => setWidth(Math.floor(entry?.contentRect.width ?? 0)))
      watching.current.observe(element)
    }
  }, [])
  return [watch, width]
}
