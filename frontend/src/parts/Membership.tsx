/** The standing order beside the money that it brings: as it stands, or the form to start one. */

import { Link } from 'wouter'
import { useMembershipWords } from '../messages/membership'
import { MembershipForm } from './membership/MembershipForm'
import { useMyMembership } from './membership/mine'
import { StandingOrder } from './membership/StandingOrder'
import { Notice } from './Notice'
import { Waiting } from './Waiting'

export function Membership() {
  const { t } = useMembershipWords()
  const { isRead, membership, problem, readAgain } = useMyMembership()
  if (!isRead) {
    return problem ? <Notice problem={problem} onRetry={readAgain} /> : <Waiting rows={1} />
  }
  return !membership || membership.state === 'CANCELLED' ? (
    <MembershipForm membership={membership} />
  ) : (
    <StandingOrder membership={membership}>
      <Link href="/membership" className="button-quiet">
        {t('membership.way')}
      </Link>
    </StandingOrder>
  )
}
