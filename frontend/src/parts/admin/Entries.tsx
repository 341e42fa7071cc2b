/** Entries of the log: what, about whom or what, by whom, when, and why. */

import { Link } from 'wouter'
import type { DeedPartsFragment } from '../../gql/graphql'
import { useMembersWords } from '../../messages/members'
import { monthName } from '../../words/dates'
import { exact } from '../../words/money'
import { When } from '../When'

export function Entries({ entries }: { entries: readonly DeedPartsFragment[] }) {
  return (
    <ol className="entries">
      {entries.map((each) => (
        <Entry key={each.id} entry={each} />
      ))}
    </ol>
  )
}

function Entry({ entry }: { entry: DeedPartsFragment }) {
  const { t, language } = useMembersWords()
  const { deed, happenedAt, operator, person, month, amount, reason } = entry
  return (
    <li className="entry">
      <p>
        <b>{t(`deed.${deed}`)}</b>
        {month && <span>{monthName(month, language)}</span>}
        {amount && <span>{exact(amount, language)}</span>}
        {person && <Named person={person} />}
      </p>
      {reason && (
        <blockquote className="reason" dir="auto">
          {reason}
        </blockquote>
      )}
      <p className="quiet small entry-by">
        <When moment={happenedAt} />
        {operator ? (
          <span>
            {t('log.by')} <Named person={operator} />
          </span>
        ) : (
          <span>{t('log.commandLine')}</span>
        )}
      </p>
    </li>
  )
}

function Named({ person: { handle, displayName } }: { person: { handle: string; displayName: string } }) {
  return (
    <Link href={`/admin/members/${handle}`}>
      <bdi>{displayName}</bdi>
    </Link>
  )
}
