/** Figures with their names, as a list of terms. */

import type { ReactNode } from 'react'

export function Figures({ children }: { children: ReactNode }) {
  return <dl className="tally">{children}</dl>
}

interface FigureProps {
  name: string
  text?: ReactNode
  children: ReactNode
}

export function Figure({ name, text, children }: FigureProps) {
  return (
    <div>
      <dt>{name}</dt>
      <dd className="figure">{children}</dd>
      {text && <dd className="quiet small">{text}</dd>}
    </div>
  )
}
