/** What glows for a moment when it has changed. */

import { useRef, type ReactNode } from 'react'

interface MovingProps {
  /** Glow when this is another. */
  value: string
  className: string
  children: ReactNode
}

export function Moving({ value, className, children }: MovingProps) {
  const first = useRef(value)
  return (
    <p key={value} className={value === first.current ? className : `${className} moved`}>
      {children}
    </p>
  )
}
