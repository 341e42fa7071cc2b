/** The standing order: how it stands, and how to start, change and end it. */

import { useQuery } from 'urql'
import { operation } from '../api/documents'
import { problemOf } from '../api/problems'
import { MyMembershipDocument } from '../gql/graphql'
import { useMembershipWords } from '../messages/membership'
import { EndMembership } from '../parts/membership/EndMembership'
import { MembershipForm } from '../parts/membership/MembershipForm'
import { useMembershipNews } from '../parts/membership/news'
import { Payments } from '../parts/membership/Payments'
import { StandingOrder } from '../parts/membership/StandingOrder'
import { Notice } from '../parts/Notice'
import { Waiting } from '../parts/Waiting'

const MINE = operation(MyMembershipDocument)

export function MembershipPage() {
  const { t } = useMembershipWords()
  const [{ data, error }, ask] = useQuery({ query: MINE, requestPolicy: 'cache-and-network' })
  const readAgain = () => ask({ requestPolicy: 'network-only' })
  useMembershipNews(data?.me?.membership, readAgain)
  if (!data?.me) {
    const problem = problemOf(error)
    return (
      <section className="column">
        <h1>{t('membership.title')}</h1>
        {problem ? <Notice problem={problem} onRetry={readAgain} /> : <Waiting rows={2} />}
      </section>
    )
  }
  const membership = data.me.membership ?? null
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
