/** A table of one's money: what, and what it is for the budget and for what was received. */

import type { ReactNode } from 'react'
import { useResultWords } from '../../messages/results'

interface BalancesTableProps {
  caption: string
  /** The caption is not to be seen, since a heading says it. */
  isCaptionHeard?: boolean
  /** What the rows are about. */
  what: string
  children: ReactNode
}

export function BalancesTable({ caption, isCaptionHeard, what, children }: BalancesTableProps) {
  const { t } = useResultWords()
  return (
    <div className="scrolled" role="region" aria-label={caption} tabIndex={0}>
      <table className="figures">
        <caption className={isCaptionHeard ? 'unseen' : undefined}>{caption}</caption>
        <thead>
          <tr>
            <th scope="col">{what}</th>
            <th scope="col" className="number">
              {t('book.budget')}
            </th>
            <th scope="col" className="number">
              {t('book.received')}
            </th>
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  )
}
