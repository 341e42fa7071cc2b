/** What has come of it here: real sums, for everybody to see. */

import type { FrontPageQuery } from '../gql/graphql'
import { useWords } from '../messages/words'
import { when } from '../words/dates'
import { about } from '../words/money'

type Economy = NonNullable<FrontPageQuery['economy']>

/** The sums of this installation, and how the ledger's last check went. */
export function Totals({ economy }: { economy: Economy }) {
  const { t, language } = useWords()
  const number = new Intl.NumberFormat(language)
  const money = (name: 'paidIn' | 'shared' | 'passedOn' | 'paidOut' | 'waiting') =>
    about(BigInt(economy[name].micros), economy[name].currency, language)
  const rows = [
    [number.format(economy.people), t('front.people')],
    [number.format(economy.supporters), t('front.supporters')],
    [number.format(economy.monthsClosed), t('front.months')],
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
  const number = new Intl.NumberFormat(language)
  const checked = when(health.checkedAt, language)
  return (
    <p className={health.ok ? 'ledger-line' : 'ledger-line wrong'}>
      {health.ok
        ? t('front.ledger.ok', { when: checked, transfers: number.format(health.transferCount) })
        : t('front.ledger.wrong', { when: checked, findings: number.format(health.findingCount) })}
    </p>
  )
}
