/** The end of every page: language, appearance, the way out. */

import { useMutation } from 'urql'
import { Link } from 'wouter'
import { operation } from '../api/documents'
import { SignOutDocument } from '../gql/graphql'
import { useWords } from '../messages/words'
import { useSession } from '../session/Session'
import { LanguageChoice, ThemeChoice } from './Appearance'

const SIGN_OUT = operation(SignOutDocument)

export function Foot() {
  const { t } = useWords()
  const { viewer } = useSession()
  return (
    <footer className="foot">
      <p className="quiet">{t('app.foot')}</p>
      <div className="foot-choices">
        <label>
          <span className="unseen">{t('app.language')}</span>
          <LanguageChoice />
        </label>
        <label>
          <span className="unseen">{t('app.theme')}</span>
          <ThemeChoice />
        </label>
        {viewer && (
          <Link href="/settings" className="button-quiet">
            {t('nav.settings')}
          </Link>
        )}
        <SignOut />
      </div>
    </footer>
  )
}

function SignOut() {
  const { t } = useWords()
  const { viewer, left } = useSession()
  const [, signOut] = useMutation(SIGN_OUT)
  if (!viewer) {
    return null
  }
  async function leave() {
    const { error } = await signOut({})
    if (!error) {
      left()
    }
  }
  return (
    <button type="button" className="button-quiet" onClick={() => void leave()}>
      {t('nav.signOut')}
    </button>
  )
}
