/** A table that may be wider than a phone: it scrolls by itself, also by keyboard. */

import type { ReactNode } from 'react'
import type { Money } from '../words/money'
import { Amount } from './Amount'
import '../look/table.css'

interface TableProps {
  caption: string
  /** The titles of the columns: those of numbers stand at their end. */
  head: readonly (readonly [title: string, isNumber: boolean])[]
  isCaptionSeen?: boolean
  /** The children are groups of rows, and not rows. */
  isGrouped?: boolean
  children: ReactNode
}

export function Table({ caption, head, isCaptionSeen = false, isGrouped = false, children }: TableProps) {
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
        {isGrouped ? children : <tbody>{children}</tbody>}
      </table>
    </div>
  )
}

/** A cell with a sum, or nothing where there is none. */
export function MoneyCell({ money, children }: { money: Money | null | undefined; children?: ReactNode }) {
  return (
    <td className="number">
      {money && <Amount money={money} />}
      {children}
    </td>
  )
}
