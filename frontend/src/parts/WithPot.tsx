/** One's own pot beside what can be liked: each like is one more part of it, and all parts change. */

import type { ReactNode } from 'react'
import { Link } from 'wouter'
import type { WalletPartsFragment } from '../gql/graphql'
import { useWords } from '../messages/words'
import { useSession } from '../session/Session'
import { useWallet } from '../session/wallet'
import { about, inCents } from '../words/money'
import { Moving } from './Moving'
import { Ring } from './Ring'

interface WithPotProps {
  /** Where there is no room beside: above. Else it is left out there. */
  isAbove?: boolean
  children: ReactNode
}

export function WithPot({ isAbove = false, children }: WithPotProps) {
  const { viewer } = useSession()
  const giving = useWallet()?.giving
  if (!viewer) {
    return children
  }
  return (
    <div className={isAbove ? 'with-pot with-pot-above' : 'with-pot'}>
      <div className="card pot-beside">{giving && <Pot giving={giving} />}</div>
      {children}
    </div>
  )
}

function Pot({ giving: { pot, likeCount, share } }: { giving: WalletPartsFragment['giving'] }) {
  const { t, n, language } = useWords()
  const isEmpty = pot.micros === '0'
  const potText = inCents(pot, language)
  const shareText = about(share, language)
  return (
    <>
      <Ring count={likeCount}>
        <b className="ring-sum">{isEmpty || likeCount === 0 ? potText : shareText}</b>
        <span>{isEmpty || likeCount === 0 ? t('month.pot') : t('pot.each')}</span>
      </Ring>
      <Moving value={`${share.micros} ${likeCount}`} className="pot-words">
        {isEmpty ? t('pot.empty') : n('month.ring.label', likeCount, { pot: potText, share: shareText })}
      </Moving>
      <Link href={isEmpty ? '/wallet' : '/month'}>{isEmpty ? t('pot.fill') : t('nav.month')}</Link>
    </>
  )
}
