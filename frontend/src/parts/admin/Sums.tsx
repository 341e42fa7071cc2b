/** What a month comes to, or came to. */

import type { ClosingPartsFragment } from '../../gql/graphql'
import { useOperatingWords } from '../../messages/operating'
import { count } from '../../words/numbers'
import { Amount } from '../Amount'
import { Figure, Figures } from './Figures'

type Known = Pick<ClosingPartsFragment, 'pots' | 'kept' | 'unshared' | 'potCount' | 'likeCount' | 'accountCount'>

export function Sums({ sums: { pots, kept, unshared, potCount, likeCount, accountCount } }: { sums: Known }) {
  const { t, language } = useOperatingWords()
  return (
    <Figures>
      <Figure name={t('sums.pots')} text={t('sums.pots.text')}>
        {pots && <Amount money={pots} />}
      </Figure>
      <Figure name={t('sums.kept')} text={t('sums.kept.text')}>
        {kept && <Amount money={kept} />}
      </Figure>
      <Figure name={t('sums.unshared')} text={t('sums.unshared.text')}>
        {unshared && <Amount money={unshared} />}
      </Figure>
      <Figure name={t('sums.likes')}>{count(likeCount ?? 0, language)}</Figure>
      <Figure name={t('sums.people')}>{count(potCount ?? 0, language)}</Figure>
      <Figure name={t('sums.accounts')}>{count(accountCount ?? 0, language)}</Figure>
    </Figures>
  )
}
