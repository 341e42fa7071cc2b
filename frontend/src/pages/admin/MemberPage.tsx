/** A member as operators see her: how she stands, whether she is frozen, what the log says of her. */

import { useQuery } from 'urql'
import { Link } from 'wouter'
import { operation } from '../../api/documents'
import { problemOf } from '../../api/problems'
import { AuditLogDocument, MemberByHandleDocument, type MemberPartsFragment } from '../../gql/graphql'
import '../../look/standing.css'
import '../../look/queues.css'
import '../../look/members.css'
import { useConsoleWords } from '../../messages/console'
import { useMembersWords } from '../../messages/members'
import { Console } from '../../parts/admin/Console'
import { Entries } from '../../parts/admin/Entries'
import { Freezing } from '../../parts/admin/Freezing'
import { Badges } from '../../parts/admin/MemberRow'
import { Avatar } from '../../parts/Avatar'
import { Notice } from '../../parts/Notice'
import { Waiting } from '../../parts/Waiting'
import { dayAndTime } from '../../words/dates'

const MEMBER = operation(MemberByHandleDocument)
const LOG = operation(AuditLogDocument)
const NEWEST = 5

export function MemberPage({ params: { handle = '' } }: { params: Record<string, string> }) {
  const { t } = useMembersWords()
  const { t: title } = useConsoleWords()
  const [{ data, error, fetching }, ask] = useQuery({
    query: MEMBER,
    variables: { handle },
    requestPolicy: 'cache-and-network',
  })
  const member = data?.member
  if (!member) {
    return (
      <Console title={title('console.members')}>
        <Notice problem={problemOf(error)} onRetry={() => ask({ requestPolicy: 'network-only' })} />
        {fetching && <Waiting rows={2} />}
        {!fetching && !error && <p className="card empty">{t('members.missing', { handle })}</p>}
      </Console>
    )
  }
  return (
    <Console title={member.person.displayName}>
      <Standing member={member} />
      <Freezing key={member.id} member={member} />
      <Deeds key={`log ${member.id}`} member={member} />
    </Console>
  )
}

function Standing({ member }: { member: MemberPartsFragment }) {
  const { t, language } = useMembersWords()
  const { person, joinedAt, isOperator, membershipState, registrationState } = member
  const facts = [
    [t('member.joined'), dayAndTime(joinedAt, language)],
    [t('member.role'), isOperator ? t('member.operator') : t('member.role.member')],
    [t('member.membership'), membershipState ? t(`membership.${membershipState}`) : t('member.none')],
    [t('member.papers'), registrationState ? t(`papers.${registrationState}`) : t('member.none')],
  ] as const
  return (
    <section className="card member-standing">
      <div className="payout-head">
        <Link href={`/@${person.handle}`} className="byline">
          <Avatar handle={person.handle} name={person.displayName} />
          <span>
            <b>@{person.handle}</b>
            <span className="quiet small">{t('member.profile')}</span>
          </span>
        </Link>
        <Badges member={member} />
      </div>
      <dl className="facts">
        {facts.map(([name, text]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
      <p className="quiet small">{t('member.private')}</p>
    </section>
  )
}

function Deeds({ member: { person } }: { member: MemberPartsFragment }) {
  const { t } = useMembersWords()
  const [{ data, error }, ask] = useQuery({
    query: LOG,
    variables: { first: NEWEST, after: null, personId: person.id, deed: null },
    requestPolicy: 'cache-and-network',
  })
  const entries = data?.auditLog?.edges
  return (
    <section className="card member-standing">
      <h2>{t('log.of')}</h2>
      <Notice
        problem={data ? null : problemOf(error)}
        onRetry={() => ask({ requestPolicy: 'network-only' })}
      />
      {!entries && !error && <Waiting rows={1} />}
      {entries?.length === 0 && <p className="quiet">{t('log.of.none', { name: person.displayName })}</p>}
      {entries && entries.length > 0 && (
        <>
          <Entries entries={entries.slice(0, NEWEST).map(({ node }) => node)} />
          <p>
            <Link href={`/admin/log?person=${person.handle}`}>{t('log.of.all')}</Link>
          </p>
        </>
      )}
    </section>
  )
}
