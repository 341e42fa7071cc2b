/** Members, found by how they are called or how they stand. What is looked for is in the address. */

import { useEffect, useState, type FormEvent } from 'react'
import { Link, useLocation, useSearch } from 'wouter'
import { operation } from '../../api/documents'
import { MembersDocument, type MemberState } from '../../gql/graphql'
import '../../look/queues.css'
import '../../look/members.css'
import { useConsoleWords } from '../../messages/console'
import { useMembersWords } from '../../messages/members'
import { Console } from '../../parts/admin/Console'
import { MemberRow } from '../../parts/admin/MemberRow'
import { Field } from '../../parts/Field'
import { List } from '../../parts/List'
import { useSlices } from '../../session/slices'

const MEMBERS = operation(MembersDocument)
const SLICE = 20
const HERE = '/admin/members'
const STATES: MemberState[] = ['FROZEN', 'PAST_DUE', 'PAYING', 'REGISTERED', 'OPERATOR']

interface Sought {
  text: string
  state: MemberState | null
}

function addressOf({ text, state }: Sought): string {
  const asked = new URLSearchParams({ ...(text && { find: text }), ...(state && { who: state }) })
  return asked.size > 0 ? `${HERE}?${asked}` : HERE
}

export function MembersPage() {
  const { t: title } = useConsoleWords()
  const { t } = useMembersWords()
  const asked = new URLSearchParams(useSearch())
  const text = asked.get('find') ?? ''
  const state = STATES.find((each) => each === asked.get('who')) ?? null
  return (
    <Console title={title('console.members')}>
      <Search sought={{ text, state }} />
      <nav className="states" aria-label={t('members.states')}>
        <ul>
          {[null, ...STATES].map((each) => (
            <li key={each}>
              <Link href={addressOf({ text, state: each })} aria-current={each === state ? 'true' : undefined}>
                {each ? t(`state.${each}`) : t('members.everybody')}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      <Found key={`found ${state} ${text}`} sought={{ text, state }} />
    </Console>
  )
}

function Search({ sought }: { sought: Sought }) {
  const { t } = useMembersWords()
  const [, goTo] = useLocation()
  const [text, setText] = useState(sought.text)
  useEffect(() => setText(sought.text), [sought.text])

  function find(event: FormEvent) {
    event.preventDefault()
    goTo(addressOf({ ...sought, text: text.trim() }))
  }

  return (
    <form className="finding" role="search" onSubmit={find}>
      <Field
        type="search"
        label={t('members.search')}
        hint={t('members.search.hint')}
        dir="auto"
        autoCapitalize="none"
        spellCheck={false}
        maxLength={200}
        value={text}
        onValue={setText}
      />
      <button type="submit" className="button">
        {t('members.find')}
      </button>
    </form>
  )
}

function Found({ sought: { text, state } }: { sought: Sought }) {
  const slices = useSlices(MEMBERS, { first: SLICE, search: text || null, state })
  return (
    <List slices={slices} of={slices.data?.members} empty={<Nobody sought={{ text, state }} />}>
      {(members) => (
        <section className="card">
          <ul>
            {members.map((member) => (
              <MemberRow key={member.id} member={member} />
            ))}
          </ul>
        </section>
      )}
    </List>
  )
}

function Nobody({ sought: { text, state } }: { sought: Sought }) {
  const { t } = useMembersWords()
  return (
    <section className="card empty">
      <p>
        <b>{t('members.none')}</b>
      </p>
      {text && <p>{t('members.none.text')}</p>}
      {(text || state) && (
        <Link href={HERE} className="button-quiet">
          {t('members.all')}
        </Link>
      )}
    </section>
  )
}
