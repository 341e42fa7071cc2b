/** All that operators did. What is looked for is in the address. */

import { useEffect, useState, type FormEvent } from 'react'
import { useQuery } from 'urql'
import { useLocation, useSearch } from 'wouter'
import { operation } from '../../api/documents'
import { problemOf } from '../../api/problems'
import { AuditLogDocument, PersonCalledDocument, type OperatorDeed } from '../../gql/graphql'
import '../../look/standing.css'
import '../../look/members.css'
import { useConsoleWords } from '../../messages/console'
import { useMembersWords } from '../../messages/members'
import { Console } from '../../parts/admin/Console'
import { Entries } from '../../parts/admin/Entries'
import { Field } from '../../parts/Field'
import { List } from '../../parts/List'
import { Notice } from '../../parts/Notice'
import { Waiting } from '../../parts/Waiting'
import { useSlices } from '../../session/slices'

const LOG = operation(AuditLogDocument)
const CALLED = operation(PersonCalledDocument)
const SLICE = 20
const HERE = '/admin/log'
const DEED = 'deed.'
/** Each of them has its words, or `t` would not take it. */
const DEEDS = Object.keys(useMembersWords.messages.en)
  .filter((name) => name.startsWith(DEED))
  .map((name) => name.slice(DEED.length) as OperatorDeed)

interface Sought {
  deed: OperatorDeed | null
  handle: string
}

export function LogPage() {
  const { t: title } = useConsoleWords()
  const { t } = useMembersWords()
  const asked = new URLSearchParams(useSearch())
  const deed = DEEDS.find((each) => each === asked.get('deed')) ?? null
  const handle = asked.get('person') ?? ''
  const sought = `${deed} ${handle}`
  return (
    <Console title={title('console.log')}>
      <p className="quiet">{t('log.lead')}</p>
      <Filters sought={{ deed, handle }} />
      {handle ? (
        <ByOrAbout key={sought} deed={deed} handle={handle} />
      ) : (
        <Log key={sought} deed={deed} personId={null} />
      )}
    </Console>
  )
}

function Filters({ sought }: { sought: Sought }) {
  const { t } = useMembersWords()
  const [, goTo] = useLocation()
  const [deed, setDeed] = useState<string>(sought.deed ?? '')
  const [handle, setHandle] = useState(sought.handle)
  useEffect(() => {
    setDeed(sought.deed ?? '')
    setHandle(sought.handle)
  }, [sought.deed, sought.handle])

  function show(event: FormEvent) {
    event.preventDefault()
    const person = handle.trim().replace(/^@/, '').toLowerCase()
    const asked = new URLSearchParams({ ...(deed && { deed }), ...(person && { person }) })
    goTo(asked.size > 0 ? `${HERE}?${asked}` : HERE)
  }

  return (
    <form className="finding log-filters" role="search" onSubmit={show}>
      <div className="field">
        <label htmlFor="deed">{t('log.what')}</label>
        <select id="deed" value={deed} onChange={(event) => setDeed(event.currentTarget.value)}>
          <option value="">{t('log.everything')}</option>
          {DEEDS.map((each) => (
            <option key={each} value={each}>
              {t(`deed.${each}`)}
            </option>
          ))}
        </select>
      </div>
      <Field
        type="search"
        label={t('log.person')}
        hint={t('log.person.hint')}
        autoCapitalize="none"
        spellCheck={false}
        maxLength={31}
        value={handle}
        onValue={setHandle}
      />
      <button type="submit" className="button">
        {t('log.show')}
      </button>
    </form>
  )
}

function ByOrAbout({ deed, handle }: Sought) {
  const { t } = useMembersWords()
  const [{ data, error, fetching }, ask] = useQuery({ query: CALLED, variables: { handle } })
  if (data?.person) {
    return <Log deed={deed} personId={data.person.id} />
  }
  if (fetching) {
    return <Waiting />
  }
  return error ? (
    <Notice problem={problemOf(error)} onRetry={() => ask({ requestPolicy: 'network-only' })} />
  ) : (
    <p className="card empty">{t('members.missing', { handle })}</p>
  )
}

function Log({ deed, personId }: { deed: OperatorDeed | null; personId: string | null }) {
  const { t } = useMembersWords()
  const slices = useSlices(LOG, { first: SLICE, personId, deed })
  return (
    <List slices={slices} of={slices.data?.auditLog} empty={<p className="card empty">{t('log.none')}</p>}>
      {(entries) => (
        <section className="card">
          <Entries entries={entries} />
        </section>
      )}
    </List>
  )
}
