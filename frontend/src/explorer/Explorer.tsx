/** GraphiQL on our own API. */

import { useGraphiQL, useGraphiQLActions } from '@graphiql/react'
import { GraphiQL, HISTORY_PLUGIN } from 'graphiql'
import { useEffect } from 'react'
import { useExplorerWords } from '../messages/explorer'
import { useAppearance } from '../session/theme'
import { COVERS_ALL, Examples, ExamplesIcon } from './Examples'
import { FIRST_EXAMPLES, tabOf } from './examples'
import { fetcher } from './fetcher'
import { kept } from './kept'

const EXAMPLES = { title: 'Examples', icon: ExamplesIcon, content: Examples }
const PLUGINS = [EXAMPLES, HISTORY_PLUGIN]
const SHOWN = COVERS_ALL.matches ? {} : { visiblePlugin: EXAMPLES }

export function Explorer() {
  const { t, language } = useExplorerWords()
  const theme = useAppearance()
  return (
    <main className="explorer" lang="en">
      <h1 lang={language}>{t('explorer.title')}</h1>
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
