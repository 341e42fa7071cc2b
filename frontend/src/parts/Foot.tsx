/** The end of every page: language, appearance, the way out. */

import { useState } from 'react'
import { useMutation } from 'urql'
import { operation } from '../api/documents'
import { SignOutDocument } from '../gql/graphql'
import { useWords, type Language } from '../messages/words'
import { forgetDrafts } from '../session/draft'
import { forGood } from '../session/kept'
import { useSession } from '../session/Session'

const SIGN_OUT = operation(SignOutDocument)
const KEPT_AS = 'likewise.theme'
const THEMES = ['auto', 'light', 'dark'] as const
type Theme = (typeof THEMES)[number]

function show(theme: Theme): void {
  document.documentElement.dataset.theme = theme
}

function firstTheme(): Theme {
  const theme = THEMES.find((each) => each === forGood.get(KEPT_AS)) ?? 'auto'
  show(theme)
  return theme
}

export function Foot() {
  const { t, language, setLanguage } = useWords()
  const [theme, setTheme] = useState(firstTheme)
  function choose(chosen: Theme) {
    forGood.keep(KEPT_AS, chosen)
    show(chosen)
    setTheme(chosen)
  }
  return (
    <footer className="foot">
      <p className="quiet">{t('app.foot')}</p>
      <div className="foot-choices">
        <label>
          <span className="unseen">{t('app.language')}</span>
          <select value={language} onChange={(event) => setLanguage(event.target.value as Language)}>
            <option value="en" lang="en">
              English
            </option>
            <option value="de" lang="de">
              Deutsch
            </option>
          </select>
        </label>
        <label>
          <span className="unseen">{t('app.theme')}</span>
          <select value={theme} onChange={(event) => choose(event.target.value as Theme)}>
            {THEMES.map((each) => (
              <option key={each} value={each}>
                {t(`theme.${each}`)}
              </option>
            ))}
          </select>
        </label>
        <SignOut />
      </div>
    </footer>
  )
}

function SignOut() {
  const { t } = useWords()
  const { viewer, renew } = useSession()
  const [, signOut] = useMutation(SIGN_OUT)
  if (!viewer) {
    return null
  }
  async function leave() {
    const { error } = await signOut({})
    if (!error) {
      forgetDrafts()
      renew()
    }
  }
  return (
    <button type="button" className="button-quiet" onClick={() => void leave()}>
      {t('nav.signOut')}
    </button>
  )
}
