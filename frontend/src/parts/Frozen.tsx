/** What who is frozen reads above every page: since when, why, what still goes, and whom to ask. */

import { useEffect } from 'react'
import { useClient, useQuery } from 'urql'
import { operation } from '../api/documents'
import { ContactDocument, MyFreezeDocument, type FreezePartsFragment } from '../gql/graphql'
import { useFrozenWords } from '../messages/frozen'
import { useFreshness } from '../session/freshness'
import { dayAndTime } from '../words/dates'
import { announce } from './announce'

const MINE = operation(MyFreezeDocument)
const CONTACT = operation(ContactDocument)

export function Frozen({ freeze: { since, reason } }: { freeze: FreezePartsFragment }) {
  const { t, language } = useFrozenWords()
  const title = t('frozen.title', { since: dayAndTime(since, language) })
  useEffect(() => announce(title), [title])
  useLifted()
  return (
    <section className="banner frozen" aria-label={t('frozen.name')}>
      <p>
        <b>{title}</b>
      </p>
      <blockquote className="frozen-reason" dir="auto">
        {reason}
      </blockquote>
      <p className="small">{t('frozen.goesOn')}</p>
      <Contact />
    </section>
  )
}

/** Look whether it was lifted whenever she comes back, lest she have no socket to be told by. */
function useLifted(): void {
  const client = useClient()
  useFreshness(() => void client.query(MINE, {}, { requestPolicy: 'network-only' }).toPromise())
}

function Contact() {
  const { t } = useFrozenWords()
  const [{ data }] = useQuery({ query: CONTACT })
  const contact = data?.terms?.contact
  if (!contact) {
    return <p className="small">{t('frozen.ask')}</p>
  }
  const address = contact.includes('://') ? contact : `mailto:${contact}`
  return (
    <p className="small">
      {t('frozen.ask.at')} <a href={address}>{contact}</a>
    </p>
  )
}
