/** What of the received money can be paid out, now and later. */

import type { WalletPartsFragment } from '../../gql/graphql'
import { usePayoutWords } from '../../messages/payouts'
import type { Money } from '../../words/money'
import { Amount } from '../Amount'

interface FundsProps {
  received: WalletPartsFragment['received']
  holdDays: number
}

export function Funds({ received, holdDays }: FundsProps) {
  const { t, n } = usePayoutWords()
  return (
    <dl className="funds">
      <Fund name={t('ask.available')} money={received.available} />
      <Fund name={t('ask.held')} money={received.held} text={n('ask.held.text', holdDays, {})} />
      <Fund name={t('ask.inFlight')} money={received.inFlight} />
    </dl>
  )
}

function Fund({ name, money, text }: { name: string; money: Money; text?: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        <Amount money={money} />
      </dd>
      {text && <dd className="quiet small">{text}</dd>}
    </div>
  )
}
