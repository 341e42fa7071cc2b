/** A table of one's money: what, and what it is for the budget and for what was received. */

import type { ReactNode } from 'react'
import { useResultWords } from '../../messages/results'
import { Table } from '../Table'

interface BalancesTableProps {
  caption: string
  isCaptionSeen?: boolean
  /** What the rows are about. */
  what: string
  children: ReactNode
}

export function BalancesTable({ what, ...table }: BalancesTableProps) {
  const { t } = useResultWords()
  return (
    <Table
      {...table}
      head={[
        [what, false],
        [t('book.budget'), true],
        [t('book.received'), true],
      ]}
    />
  )
}
