/** From one close to the next: every line adds up to the one below. */

import { useResultWords } from '../../messages/results'
import { MoneyCell } from '../Table'
import { BalancesTable } from './BalancesTable'
import type { Result } from './flows'

type Row = ['opening' | 'paid' | 'fee' | 'paidOut' | 'given' | 'kept' | 'closing', bigint | null, bigint | null]

function rowsOf(result: Result): Row[] {
  const gave = result.given.micros !== '0'
  const rows: Row[] = [
    ['opening', BigInt(result.opening.budget.micros), BigInt(result.opening.received.micros)],
    ['paid', BigInt(result.paid.micros), null],
    ['fee', -BigInt(result.fee.micros), null],
    ['paidOut', null, -BigInt(result.paidOut.micros)],
    ['given', gave ? -BigInt(result.potBudget.micros) : 0n, gave ? -BigInt(result.potReceived.micros) : 0n],
    ['kept', null, BigInt(result.kept.micros)],
    ['closing', BigInt(result.closing.budget.micros), BigInt(result.closing.received.micros)],
  ]
  const isShown = ([name, budget, received]: Row) => name === 'opening' || name === 'closing' || Boolean(budget || received)
  return rows.filter(isShown)
}

export function Book({ result }: { result: Result }) {
  const { t } = useResultWords()
  const moneyOf = (micros: bigint | null) => (micros === null ? null : { ...result.pot, micros: String(micros) })
  return (
    <BalancesTable caption={t('book.caption')} what={t('book.line')}>
      {rowsOf(result).map(([name, budget, received]) => (
        <tr key={name} className={name === 'closing' ? 'sum' : ''}>
          <th scope="row">{t(`book.${name}`)}</th>
          <MoneyCell money={moneyOf(budget)} />
          <MoneyCell money={moneyOf(received)} />
        </tr>
      ))}
    </BalancesTable>
  )
}
