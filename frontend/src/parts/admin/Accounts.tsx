/** Where all money stands now, account by account: together it is nothing, as double entry has it. */

import type { ConsoleEconomyQuery } from '../../gql/graphql'
import { useOperatingWords } from '../../messages/operating'
import { count } from '../../words/numbers'
import { MoneyCell, Table } from '../Table'

type Accounts = NonNullable<ConsoleEconomyQuery['economy']>['accounts']

export function Accounts({ accounts }: { accounts: Accounts }) {
  const { t, language } = useOperatingWords()
  return (
    <section className="card">
      <h2>{t('accounts.title')}</h2>
      <p className="quiet small">{t('accounts.text')}</p>
      <Table
        caption={t('accounts.title')}
        head={[
          [t('accounts.kind'), false],
          [t('accounts.count'), true],
          [t('accounts.balance'), true],
        ]}
      >
        {accounts.map(({ kind, accountCount, balance }) => (
          <tr key={kind}>
            <th scope="row">{t(`accounts.${kind}`)}</th>
            <td className="number">{count(accountCount, language)}</td>
            <MoneyCell money={balance} />
          </tr>
        ))}
      </Table>
    </section>
  )
}
