/** A table that may be wider than a phone: it scrolls by itself, also by keyboard. */

import type { ReactNode } from 'react'

interface TableProps {
  caption: string
  /** The titles of the columns: those of numbers stand at their end. */
  head: readonly (readonly [title: string, isNumber: boolean])[]
  isCaptionSeen?: boolean
  children: ReactNode
}

export function Table({ caption, head, isCaptionSeen = false, children }: TableProps) {
  return (
    <div className="table" role="region" aria-label={caption} tabIndex={0}>
      <table>
        <caption className={isCaptionSeen ? undefined : 'unseen'}>{caption}</caption>
        <thead>
          <tr>
            {head.map(([title, isNumber]) => (
              <th key={title} scope="col" className={isNumber ? 'number' : undefined}>
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  )
}
