/** Which page stands at which address. A new page is a line in PAGES and a file in `pages/`. */

import { Suspense, type ComponentType, type ReactNode } from 'react'
import { Redirect, Route, Switch } from 'wouter'
import { WordsProvider } from './messages/words'
import { FrontPage } from './pages/FrontPage'
import { MissingPage } from './pages/MissingPage'
import { Guarded } from './parts/Guarded'
import { later } from './parts/later'
import { Notice } from './parts/Notice'
import { Shell } from './parts/Shell'
import { Waiting } from './parts/Waiting'
import { useWayToSignIn } from './session/afterSignIn'
import { SessionProvider, useSession } from './session/Session'

type Reader = 'everybody' | 'signed in' | 'operators'
type Shown = ComponentType<{ params: Record<string, string> }>

const PERSON = /^\/@(?<handle>[a-z0-9_]{2,30})\/?$/

/** By address: for whom, and what. The server names the same addresses: platform/web/web_app.py. */
const PAGES: [string | RegExp, Reader, Shown][] = [
  ['/', 'everybody', FrontPage],
  ['/sign-up', 'everybody', later(() => import('./pages/SignUpPage'), 'SignUpPage')],
  ['/sign-in', 'everybody', later(() => import('./pages/SignInPage'), 'SignInPage')],
  ['/feed', 'everybody', later(() => import('./pages/FeedPage'), 'FeedPage')],
  ['/look', 'everybody', later(() => import('./pages/LookPage'), 'LookPage')],
  ['/page', 'everybody', later(() => import('./pages/WebPagePage'), 'WebPagePage')],
  ['/month', 'signed in', later(() => import('./pages/MonthPage'), 'MonthPage')],
  ['/month/:month', 'signed in', later(() => import('./pages/ResultPage'), 'ResultPage')],
  ['/settings', 'signed in', later(() => import('./pages/SettingsPage'), 'SettingsPage')],
  ['/wallet', 'signed in', later(() => import('./pages/WalletPage'), 'WalletPage')],
  ['/membership', 'signed in', later(() => import('./pages/MembershipPage'), 'MembershipPage')],
  ['/payouts', 'signed in', later(() => import('./pages/PayoutsPage'), 'PayoutsPage')],
  ['/payouts/register', 'signed in', later(() => import('./pages/RegisterPage'), 'RegisterPage')],
  ['/admin', 'operators', later(() => import('./pages/admin/EconomyPage'), 'EconomyPage')],
  [
    '/admin/registrations',
    'operators',
    later(() => import('./pages/admin/RegistrationsPage'), 'RegistrationsPage'),
  ],
  ['/admin/payouts', 'operators', later(() => import('./pages/admin/PayoutsPage'), 'PayoutQueuePage')],
  ['/admin/ledger', 'operators', later(() => import('./pages/admin/LedgerPage'), 'LedgerPage')],
  ['/admin/log', 'operators', later(() => import('./pages/admin/LogPage'), 'LogPage')],
  ['/admin/members', 'operators', later(() => import('./pages/admin/MembersPage'), 'MembersPage')],
  ['/admin/members/:handle', 'operators', later(() => import('./pages/admin/MemberPage'), 'MemberPage')],
  ['/admin/month', 'operators', later(() => import('./pages/admin/ClosingPage'), 'ClosingPage')],
  [PERSON, 'everybody', later(() => import('./pages/PersonPage'), 'PersonPage')],
]

export function App() {
  return (
    <WordsProvider>
      <Guarded>
        <SessionProvider>
          <Shell>
            <Guarded>
              <Suspense fallback={<Waiting />}>
                <Switch>
                  {PAGES.map(([path, reader, Page]) => (
                    <Route key={String(path)} path={path}>
                      {(params) => (
                        <For reader={reader}>
                          <Page params={params as Record<string, string>} />
                        </For>
                      )}
                    </Route>
                  ))}
                  <Route component={MissingPage} />
                </Switch>
              </Suspense>
            </Guarded>
          </Shell>
        </SessionProvider>
      </Guarded>
    </WordsProvider>
  )
}

/** For some alone: others sign in first and then come back, or find nothing here. */
function For({ reader, children }: { reader: Reader; children: ReactNode }) {
  const { viewer, problem, isDismissed, askAgain } = useSession()
  const wayToSignIn = useWayToSignIn()
  if (reader === 'everybody') {
    return children
  }
  if (viewer === null) {
    return <Redirect to={wayToSignIn} replace />
  }
  if (viewer === undefined) {
    return problem ? <Notice problem={problem} onRetry={askAgain} /> : <Waiting />
  }
  if (reader === 'operators' && !viewer.isOperator) {
    return isDismissed ? <Redirect to="/feed" replace /> : <MissingPage />
  }
  return children
}
