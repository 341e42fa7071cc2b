/** A member in the list: who it is, how she stands, and the way to more. */

import type { MemberPartsFragment } from '../../gql/graphql'
import { useMembersWords } from '../../messages/members'
import { Byline } from '../Byline'
import { When } from '../When'

export function MemberRow({ member }: { member: MemberPartsFragment }) {
  const { t } = useMembersWords()
  const { person, joinedAt } = member
  return (
    <li className="member-row">
      <Byline person={person} path={`/admin/members/${person.handle}`} />
      <Badges member={member} />
      <p className="quiet small joined">
        {t('members.joined')} <When moment={joinedAt} />
      </p>
    </li>
  )
}

/** What an operator should see at a glance; of most members there is nothing. */
export function Badges({ member }: { member: MemberPartsFragment }) {
  const { t } = useMembersWords()
  const { frozen, isOperator, membershipState, registrationState } = member
  const badges = [
    frozen && ({ tone: 'wrong', words: t('member.frozen') } as const),
    isOperator && ({ tone: 'plain', words: t('member.operator') } as const),
    membershipState === 'ACTIVE' && ({ tone: 'good', words: t('membership.ACTIVE') } as const),
    membershipState === 'PAST_DUE' && ({ tone: 'wrong', words: t('membership.PAST_DUE') } as const),
    registrationState === 'APPROVED' && ({ tone: 'good', words: t('state.REGISTERED') } as const),
  ].filter((each) => !!each)
  return (
    <ul className="marks">
      {badges.map(({ tone, words }) => (
        <li key={words} className={`badge mark-${tone}`}>
          {words}
        </li>
      ))}
    </ul>
  )
}
