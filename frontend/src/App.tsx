/** Which page stands at which address. A new page is a line here and a file in `pages/`. */

import { Redirect, Route, Switch } from 'wouter'
import { WordsProvider } from './messages/words'
import { FeedPage } from './pages/FeedPage'
import { FrontPage } from './pages/FrontPage'
import { MissingPage } from './pages/MissingPage'
import { MonthPage } from './pages/MonthPage'
import { PersonPage } from './pages/PersonPage'
import { SignInPage } from './pages/SignInPage'
import { SignUpPage } from './pages/SignUpPage'
import { WalletPage } from './pages/WalletPage'
import { WebPagePage } from './pages/WebPagePage'
import { Shell } from './parts/Shell'
import { SessionProvider, useSession } from './session/Session'
import { Notice } from './parts/Notice'
import { Waiting } from './parts/Waiting'
import type { ReactNode } from 'react'

const HANDLE = /^\/@(?<handle>[a-z0-9_]{2,30})\/?$/

export function App() {
  return (
    <WordsProvider>
      <SessionProvider>
        <Shell>
          <Pages />
        </Shell>
      </SessionProvider>
    </WordsProvider>
  )
}

function Pages() {
  return (
    <Switch>
      <Route path="/" component={FrontPage} />
      <Route path="/sign-up" component={SignUpPage} />
      <Route path="/sign-in" component={SignInPage} />
      <Route path="/feed" component={FeedPage} />
      <Route path="/page" component={WebPagePage} />
      <Route path="/month">
        <Private>
          <MonthPage />
        </Private>
      </Route>
      <Route path="/wallet">
        <Private>
          <WalletPage />
        </Private>
      </Route>
      <Route path={HANDLE}>
        {({ handle }: { handle?: string }) => <PersonPage key={handle} handle={handle ?? ''} />}
      </Route>
      <Route component={MissingPage} />
    </Switch>
  )
}

/** For who is signed in; everybody else signs in first and then comes back. */
function Private({ children }: { children: ReactNode }) {
  const { viewer, problem, askAgain } = useSession()
  if (viewer === null) {
    return <Redirect to={`/sign-in?next=${encodeURIComponent(window.location.pathname)}`} replace />
  }
  if (viewer === undefined) {
    return problem ? <Notice problem={problem} onRetry={askAgain} /> : <Waiting />
  }
  return children
}
