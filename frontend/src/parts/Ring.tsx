/** The mark of Likewise: a pot as a ring, with a segment for each like that shares it. */

import type { ReactNode } from 'react'

const RADIUS = 42
const MOST_SEGMENTS = 48
const GAP_DEGREES = 3
const TURN_DEGREES = 360
const TONES = 4

function pointAt(degrees: number): string {
  const radians = ((degrees - 90) * Math.PI) / 180
  return `${(50 + RADIUS * Math.cos(radians)).toFixed(2)} ${(50 + RADIUS * Math.sin(radians)).toFixed(2)}`
}

function segment(index: number, count: number): string {
  const size = TURN_DEGREES / count
  const gap = Math.min(GAP_DEGREES, size / 3)
  const [start, end] = [index * size + gap / 2, (index + 1) * size - gap / 2]
  return `M ${pointAt(start)} A ${RADIUS} ${RADIUS} 0 ${size > 180 ? 1 : 0} 1 ${pointAt(end)}`
}

/** Neighbours differ, the last and the first, too. */
function tone(index: number, count: number): number {
  return index === count - 1 && count % TONES === 1 ? 1 : index % TONES
}

interface RingProps {
  count: number
  /** What it shows, for who does not see it. Without one it is an ornament. */
  label?: string
  className?: string
  children?: ReactNode
}

export function Ring({ count, label, className = '', children }: RingProps) {
  const segments = Math.min(Math.max(count, 0), MOST_SEGMENTS)
  const image = label ? { role: 'img', 'aria-label': label } : { 'aria-hidden': true }
  return (
    <div className={`ring ${className}`} {...image}>
      <svg viewBox="0 0 100 100" focusable="false">
        <circle className="ring-track" cx="50" cy="50" r={RADIUS} />
        {segments === 1 && <circle className="ring-whole" cx="50" cy="50" r={RADIUS} />}
        {segments > 1 &&
          Array.from({ length: segments }, (_, index) => (
            <path key={index} className={`ring-part tone-${tone(index, segments)}`} d={segment(index, segments)} />
          ))}
      </svg>
      {children && <div className="ring-middle">{children}</div>}
    </div>
  )
}
