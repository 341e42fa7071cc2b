/** What stands around every page: the way to the others, and what is wrong with the connection. */

import { Suspense, useEffect, useRef, useSyncExternalStore, type ReactNode } from 'react'
import { Link, useLocation } from 'wouter'
import { useWords } from '../messages/words'
import { useWayToSignIn } from '../session/afterSignIn'
import { useSession } from '../session/Session'
import { useLiveStanding } from '../session/standing'
import { useLiveWallet } from '../session/wallet'
import { announce, Announcer } from './announce'
import { Foot } from './Foot'
import { Guarded, Reload } from './Guarded'
import { later } from './later'
import { MonthClosed } from './MonthClosed'
import { Navigation } from './Navigation'
import { Ring } from './Ring'
import { useKeptPlace } from './useKeptPlace'

/** For the few who are frozen. */
const Frozen = later(() => import('./Frozen'), 'Frozen')

export function Shell({ children }: { children: ReactNode }) {
  const { t } = useWords()
  const main = useRef<HTMLElement>(null)
  const { viewer } = useSession()
  useLiveWallet()
  useLiveStanding()
  useFocusOnNewPage(main)
  useKeptPlace(main)
  useTitleOfPage(main)
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
        {viewer?.frozen && (
          <Guarded>
            <Suspense>
              <Frozen freeze={viewer.frozen} />
            </Suspense>
          </Guarded>
        )}
        {viewer && <MonthClosed key={viewer.id} viewerId={viewer.id} />}
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

/** The document is called as its page: by the heading, without what stands beside the words. */
function useTitleOfPage(main: React.RefObject<HTMLElement | null>): void {
  const { t } = useWords()
  useEffect(() => {
    const name = () => {
      const heading = main.current?.querySelector('h1')
      const texts = [...(heading?.childNodes ?? [])].filter((each) => each instanceof Text)
      const words = texts.map((each) => each.data).join('').trim() || heading?.textContent
      document.title = words ? `${words} · ${t('app.name')}` : t('app.name')
    }
    const watch = new MutationObserver(name)
    watch.observe(main.current as HTMLElement, { childList: true, characterData: true, subtree: true })
    name()
    return () => watch.disconnect()
  }, [main, t])
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
  const { isOver, isOld, isDismissed, readDismissal } = useSession()
  const [path] = useLocation()
  const wayToSignIn = useWayToSignIn()
  const isOnline = useSyncExternalStore(watchOnline, () => navigator.onLine)
  useEffect(() => {
    if (!isOnline) {
      announce(t('state.offline'))
    }
  }, [isOnline, t])
  if (!isOnline) {
    return <p className="banner">{t('state.offline')}</p>
  }
  if (isOld) {
    return (
      <div className="banner newer" role="alert">
        <p>{t('problem.UNKNOWN_DOCUMENT')}</p>
        <Reload />
      </div>
    )
  }
  if (isOver) {
    return (
      <p className="banner" role="alert">
        {t('state.sessionOver')} {path !== '/sign-in' && <Link href={wayToSignIn}>{t('nav.signIn')}</Link>}
      </p>
    )
  }
  return isDismissed ? (
    <p className="banner" role="alert">
      {t('state.dismissed')}{' '}
      <button type="button" className="button-plain" onClick={readDismissal}>
        {t('state.read')}
      </button>
    </p>
  ) : null
}
