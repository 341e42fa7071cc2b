/** Shows its children once somebody has scrolled near to where they will stand. */

import { useEffect, useRef, useState, type ReactNode } from 'react'

const NEAR = '240px'

export function WhenNear({ children, before }: { children: ReactNode; before: ReactNode }) {
  const place = useRef<HTMLDivElement>(null)
  const [isNear, setNear] = useState(false)
  useEffect(() => {
    const { current } = place
    if (!current || isNear) {
      return undefined
    }
    const observer = new IntersectionObserver(
      (entries) => setNear(entries.some((entry) => entry.isIntersecting)),
      { rootMargin: NEAR },
    )
    observer.observe(current)
    return () => observer.disconnect()
  }, [isNear])
  return <div ref={place}>{isNear ? children : before}</div>
}
