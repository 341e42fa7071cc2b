/** The standing order: how it stands, and how to start, change and end it. */

import { useMembershipWords } from '../messages/membership'
import { EndMembership } from '../parts/membership/EndMembership'
import { MembershipForm } from '../parts/membership/MembershipForm'
import { useMyMembership } from '../parts/membership/mine'
import { Payments } from '../parts/membership/Payments'
import { StandingOrder } from '../parts/membership/StandingOrder'
import { Notice } from '../parts/Notice'
import { Waiting } from '../parts/Waiting'

export function MembershipPage() {
  const { t } = useMembershipWords()
  const { isRead, membership, problem, readAgain } = useMyMembership()
  if (!isRead) {
    return (
      <section className="column">
        <h1>{t('membership.title')}</h1>
        {problem ? <Notice problem={problem} onRetry={readAgain} /> : <Waiting rows={2} />}
      </section>
    )
  }
  const isRunning = membership !== null && membership.state !== 'CANCELLED'
  return (
    <section className="column">
      <h1>{t('membership.title')}</h1>
      {membership && <StandingOrder membership={membership} />}
      <MembershipForm key={isRunning ? 'change' : 'start'} membership={membership} />
      {isRunning && <EndMembership />}
      {membership && <Payments version={`${membership.state} ${membership.paidThrough}`} />}
    </section>
  )
}
