/** GraphiQL on our own API: by the session's cookie, unless there is an Authorization header. */

import { useGraphiQL, useGraphiQLActions } from '@graphiql/react'
import { createGraphiQLFetcher } from '@graphiql/toolkit'
import { GraphiQL, HISTORY_PLUGIN } from 'graphiql'
import { useEffect } from 'react'
import { useExplorerWords } from '../messages/explorer'
import { COVERS_ALL, Examples, ExamplesIcon } from './Examples'
import { FIRST_EXAMPLES, tabOf } from './examples'
import { kept } from './kept'
import { useTheme } from './theme'

const ADDRESS = '/graphql'
const fetcher = createGraphiQLFetcher({
  url: ADDRESS,
  subscriptionUrl: new URL(ADDRESS, window.location.href.replace(/^http/, 'ws')).href,
  enableIncrementalDelivery: false,
})
const EXAMPLES = { title: 'Examples', icon: ExamplesIcon, content: Examples }
const PLUGINS = [EXAMPLES, HISTORY_PLUGIN]
const SHOWN = COVERS_ALL.matches ? {} : { visiblePlugin: EXAMPLES }

export function Explorer() {
  const { t, language } = useExplorerWords()
  const theme = useTheme()
  return (
    <main className="explorer" lang="en">
      <GraphiQL
        fetcher={fetcher}
        storage={kept}
        forcedTheme={theme}
        plugins={PLUGINS}
        {...SHOWN}
        defaultTabs={FIRST_EXAMPLES.map(tabOf)}
        defaultEditorToolsVisibility="variables"
        showPersistHeadersSettings={false}
        inputValueDeprecation
        schemaDescription
      >
        <GraphiQL.Logo>
          <a href="/admin" lang={language}>
            {t('explorer.back')}
          </a>
        </GraphiQL.Logo>
        <FeedsEndWithTheirTab />
      </GraphiQL>
    </main>
  )
}

/** GraphiQL would let a feed that still runs write into a tab that is added. */
function FeedsEndWithTheirTab() {
  const { stop } = useGraphiQLActions()
  const tab = useGraphiQL(({ tabs, activeTabIndex }) => tabs[activeTabIndex]?.id)
  useEffect(() => stop, [tab, stop])
  return null
}
