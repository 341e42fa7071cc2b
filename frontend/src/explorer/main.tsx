/** Where the explorer begins, a document of its own: what it needs is large, and has a policy of its own. */

import './workers'
import '@fontsource-variable/figtree/wght.css'
import '@graphiql/react/style.css'
import '@graphiql/plugin-doc-explorer/style.css'
import '@graphiql/plugin-history/style.css'
import 'graphiql/graphiql.css'
import '../look/tokens.css'
import '../look/explorer.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { WordsProvider } from '../messages/words'
import { forgetDrafts } from '../session/draft'
import { hearOtherTabs } from '../session/otherTabs'
import { Explorer } from './Explorer'

// Whoever signs in or out in another tab: the web app knows what to do, and whose all this was.
hearOtherTabs((change) => {
  if (change === 'left') {
    forgetDrafts()
  }
  window.location.replace('/admin')
})

const root = document.getElementById('root')
if (!root) {
  throw new Error('the page has no #root')
}
createRoot(root).render(
  <StrictMode>
    <WordsProvider>
      <Explorer />
    </WordsProvider>
  </StrictMode>,
)
