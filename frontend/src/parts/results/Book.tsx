/** From one close to the next: every line adds up to the one below. */

import { useResultWords } from '../../messages/results'
import { Amount } from '../Amount'
import type { Result } from './flows'

type Row = ['opening' | 'paidIn' | 'paidOut' | 'given' | 'kept' | 'closing', bigint | null, bigint | null]

function rowsOf(result: Result): Row[] {
  const gave = result.given.micros !== '0'
  const rows: Row[] = [
    ['opening', BigInt(result.opening.budget.micros), BigInt(result.opening.received.micros)],
    ['paidIn', BigInt(result.paidIn.micros), null],
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
  return (
    <div className="scrolled" role="region" aria-label={t('book.caption')} tabIndex={0}>
      <table className="figures">
        <caption className="unseen">{t('book.caption')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('book.line')}</th>
            <th scope="col" className="number">
              {t('book.budget')}
            </th>
            <th scope="col" className="number">
              {t('book.received')}
            </th>
          </tr>
        </thead>
        <tbody>
          {rowsOf(result).map(([name, budget, received]) => (
            <tr key={name} className={name === 'closing' ? 'sum' : ''}>
              <th scope="row">{t(`book.${name}`)}</th>
              <Cell micros={budget} currency={result.pot.currency} />
              <Cell micros={received} currency={result.pot.currency} />
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Cell({ micros, currency }: { micros: bigint | null; currency: string }) {
  return <td className="number">{micros !== null && <Amount money={{ micros: String(micros), currency }} />}</td>
}
