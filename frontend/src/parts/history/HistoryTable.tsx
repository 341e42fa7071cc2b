/** Every movement of one's own money, with what there was after it. */

import { useResultWords } from '../../messages/results'
import { useWords } from '../../messages/words'
import { monthName } from '../../words/dates'
import { signed, type Money } from '../../words/money'
import { BalancesTable } from '../results/BalancesTable'
import { MoneyCell } from '../Table'
import { When } from '../When'
import type { History, Movement } from './movements'

export function HistoryTable({ movements }: { movements: NonNullable<History['movements']> }) {
  const { t } = useResultWords()
  return (
    <BalancesTable caption={t('history.caption')} isCaptionSeen what={t('history.what')}>
      {movements.map(({ cursor, node }) => (
        <Row key={cursor} movement={node} />
      ))}
    </BalancesTable>
  )
}

function Row({ movement }: { movement: Movement }) {
  const { t, language } = useResultWords()
  const { kind, month, movedAt } = movement
  const what = t(`history.${kind}`, { month: month ? monthName(month, language) : '' })
  return (
    <tr>
      <th scope="row">
        {what}
        <span className="quiet small">
          <When moment={movedAt} />
        </span>
      </th>
      <Cell balance={movement.budget} change={movement.budgetChange} />
      <Cell balance={movement.received} change={movement.receivedChange} />
    </tr>
  )
}

function Cell({ balance, change }: { balance: Money; change: Money }) {
  const { language } = useWords()
  return (
    <MoneyCell money={balance}>
      {change.micros !== '0' && <span className="change small">{signed(change, language)}</span>}
    </MoneyCell>
  )
}
