/** What stands around every page: the way to the others, and what is wrong with the connection. */

import { useEffect, useRef, useSyncExternalStore, type ReactNode } from 'react'
import { Link, useLocation } from 'wouter'
import { useWords } from '../messages/words'
import { useSession } from '../session/Session'
import { useLiveWallet } from '../session/wallet'
import { Announcer } from './announce'
import { Foot } from './Foot'
import { Navigation } from './Navigation'
import { Ring } from './Ring'

export function Shell({ children }: { children: ReactNode }) {
  const { t } = useWords()
  const main = useRef<HTMLElement>(null)
  useLiveWallet()
  useFocusOnNewPage(main)
  return (
    <div className="shell">
      <a className="skip" href="#content">
        {t('app.skip')}
      </a>
      <header className="brand-bar">
        <Link href="/" className="brand">
          <Ring count={5} className="brand-ring" />
          {t('app.name')}
        </Link>
        <Navigation />
      </header>
      <main id="content" ref={main} tabIndex={-1}>
        <Banner />
        {children}
      </main>
      <Foot />
      <Announcer />
    </div>
  )
}

/** A new page is read from its beginning, as if it had been loaded. */
function useFocusOnNewPage(main: React.RefObject<HTMLElement | null>): void {
  const [path] = useLocation()
  const before = useRef(path)
  useEffect(() => {
    if (before.current !== path) {
      before.current = path
      window.scrollTo(0, 0)
      main.current?.focus({ preventScroll: true })
    }
  }, [path, main])
}

function watchOnline(onChange: () => void): () => void {
  window.addEventListener('online', onChange)
  window.addEventListener('offline', onChange)
  return () => {
    window.removeEventListener('online', onChange)
    window.removeEventListener('offline', onChange)
  }
}

function Banner() {
  const { t } = useWords()
  const { isOver } = useSession()
  const [here] = useLocation()
  const isOnline = useSyncExternalStore(watchOnline, () => navigator.onLine)
  if (!isOnline) {
    return (
      <p className="banner" role="status">
        {t('state.offline')}
      </p>
    )
  }
  return isOver && here !== '/sign-in' ? (
    <p className="banner" role="alert">
      {t('state.sessionOver')} <Link href={`/sign-in?next=${encodeURIComponent(here)}`}>{t('nav.signIn')}</Link>
    </p>
  ) : null
}
