/** What has come of it here: real sums, for everybody to see. */

import type { FrontPageQuery } from '../gql/graphql'
import { useWords } from '../messages/words'
import { when } from '../words/dates'
import { about } from '../words/money'
import { count } from '../words/numbers'

type Economy = NonNullable<FrontPageQuery['economy']>

/** The sums of this installation, and how the ledger's last check went. */
export function Totals({ economy }: { economy: Economy }) {
  const { t, language } = useWords()
  const money = (name: 'paidIn' | 'shared' | 'passedOn' | 'paidOut' | 'waiting') =>
    about(economy[name], language)
  const rows = [
    [count(economy.people, language), t('front.people')],
    [count(economy.supporters, language), t('front.supporters')],
    [count(economy.monthsClosed, language), t('front.months')],
    [money('paidIn'), t('front.paidIn')],
    [money('shared'), t('front.shared')],
    [money('passedOn'), t('front.passedOn')],
    [money('paidOut'), t('front.paidOut')],
    [money('waiting'), t('front.waiting')],
  ] as const
  return (
    <section className="totals">
      <h2>{t('front.totals')}</h2>
      <dl>
        {rows.map(([value, name]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {economy.ledgerHealth && <LedgerLine health={economy.ledgerHealth} />}
    </section>
  )
}

function LedgerLine({ health }: { health: NonNullable<Economy['ledgerHealth']> }) {
  const { t, language } = useWords()
  const checked = when(health.checkedAt, language)
  return (
    <p className={health.ok ? 'ledger-line' : 'ledger-line wrong'}>
      {health.ok
        ? t('front.ledger.ok', { when: checked, transfers: count(health.transferCount, language) })
        : t('front.ledger.wrong', { when: checked, findings: count(health.findingCount, language) })}
    </p>
  )
}
