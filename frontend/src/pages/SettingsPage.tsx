/** What somebody decides about herself, and what is kept of her. */

import { useEffect, type ReactNode } from 'react'
import { useQuery } from 'urql'
import { operation } from '../api/documents'
import { problemOf } from '../api/problems'
import { SettingsDocument } from '../gql/graphql'
import { useSettingsWords } from '../messages/settings'
import { useWords } from '../messages/words'
import { LanguageChoice, ThemeChoice } from '../parts/Appearance'
import { Notice } from '../parts/Notice'
import { MyData } from '../parts/settings/MyData'
import { Password } from '../parts/settings/Password'
import { Privacy } from '../parts/settings/Privacy'
import { ProfileForm } from '../parts/settings/ProfileForm'
import { Sessions } from '../parts/settings/Sessions'
import { Waiting } from '../parts/Waiting'
import '../look/settings.css'

const SETTINGS = operation(SettingsDocument)
const MOST_SESSIONS = 100

export function SettingsPage() {
  const { t } = useSettingsWords()
  const [{ data, error, fetching }, ask] = useQuery({
    query: SETTINGS,
    variables: { sessions: MOST_SESSIONS },
    requestPolicy: 'cache-and-network',
  })
  const me = data?.me
  useShownPart(Boolean(me))
  return (
    <section className="column">
      <h1>{t('settings.title')}</h1>
      {me ? (
        <>
          <ProfileForm person={me.person} email={me.email ?? ''} />
          <Privacy showsLikes={me.showsLikes} />
          <Password email={me.email ?? ''} />
          <Sessions sessions={me.sessions?.edges.map(({ node }) => node) ?? []} />
        </>
      ) : fetching ? (
        <Waiting />
      ) : (
        <Notice problem={problemOf(error)} onRetry={() => ask({ requestPolicy: 'network-only' })} />
      )}
      <Look />
      {me && <MyData />}
      <Leaving />
    </section>
  )
}

/** An address may name a part of the page, which is there once it is read. */
function useShownPart(isRead: boolean): void {
  useEffect(() => {
    if (isRead && window.location.hash) {
      document.getElementById(window.location.hash.slice(1))?.scrollIntoView()
    }
  }, [isRead])
}

function Look() {
  const { t: all } = useWords()
  const { t } = useSettingsWords()
  return (
    <div className="card part">
      <h2>{t('look.title')}</h2>
      <div className="choices">
        <Choice name={all('app.language')}>
          <LanguageChoice />
        </Choice>
        <Choice name={all('app.theme')}>
          <ThemeChoice />
        </Choice>
      </div>
      <p className="quiet small">{t('look.text')}</p>
    </div>
  )
}

function Choice({ name, children }: { name: string; children: ReactNode }) {
  return (
    <label className="choice">
      <span>{name}</span>
      {children}
    </label>
  )
}

function Leaving() {
  const { t } = useSettingsWords()
  return (
    <div className="card part">
      <h2>{t('leave.title')}</h2>
      <p>{t('leave.text')}</p>
      <p>{t('leave.ask')}</p>
    </div>
  )
}
