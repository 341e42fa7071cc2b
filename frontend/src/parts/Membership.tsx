/** The standing order beside the money that it brings: as it stands, or the form to start one. */

import { useQuery } from 'urql'
import { Link } from 'wouter'
import { operation } from '../api/documents'
import { problemOf } from '../api/problems'
import { MyMembershipDocument } from '../gql/graphql'
import { useMembershipWords } from '../messages/membership'
import { useFreshness } from '../session/freshness'
import { MembershipForm } from './membership/MembershipForm'
import { useMembershipNews } from './membership/news'
import { StandingOrder } from './membership/StandingOrder'
import { Notice } from './Notice'
import { Waiting } from './Waiting'

const MINE = operation(MyMembershipDocument)

export function Membership() {
  const { t } = useMembershipWords()
  const [{ data, error, fetching }, ask] = useQuery({ query: MINE })
  const readAgain = () => ask({ requestPolicy: 'network-only' })
  useFreshness(readAgain)
  useMembershipNews(data?.me?.membership, readAgain)
  if (!data?.me) {
    return fetching ? (
      <Waiting rows={1} />
    ) : (
      <Notice problem={problemOf(error)} onRetry={readAgain} />
    )
  }
  const membership = data.me.membership ?? null
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
