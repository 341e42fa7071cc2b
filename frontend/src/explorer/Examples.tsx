/** The panel with the examples: each opens in a tab of its own. */

import { useGraphiQL, useGraphiQLActions } from '@graphiql/react'
import type { ReactNode } from 'react'
import { useExplorerWords } from '../messages/explorer'
import { blanksOf, EXAMPLES, tabOf, type Example } from './examples'

/** On a phone the panel covers everything else: explorer.css. */
export const COVERS_ALL = window.matchMedia('(width < 48rem)')

const KINDS = ['query', 'mutation', 'subscription'] as const

export function Examples() {
  const { t, language } = useExplorerWords()
  return (
    <section className="examples" lang={language}>
      <h2>{t('explorer.examples')}</h2>
      <p>{t('explorer.lead')}</p>
      {KINDS.map((kind) => (
        <section key={kind}>
          <h3>{t(`explorer.${kind}`)}</h3>
          <ul>
            {EXAMPLES.filter((each) => each.kind === kind).map((each) => (
              <Opener key={each.name} example={each} />
            ))}
          </ul>
        </section>
      ))}
    </section>
  )
}

function Opener({ example }: { example: Example }) {
  const { t } = useExplorerWords()
  const open = useOpen()
  const blanks = blanksOf(example)
  return (
    <li>
      <button type="button" onClick={() => open(example)} lang="en">
        {example.name}
      </button>
      <p lang="en">{withCode(example.about)}</p>
      {blanks.length > 0 && <p className="examples-blanks">{t('explorer.blanks', { blanks: blanks.join(', ') })}</p>}
    </li>
  )
}

/** What stands between backticks is code. */
function withCode(text: string): ReactNode[] {
  return text.split('`').map((part, index) => (index % 2 ? <code key={index}>{part}</code> : part))
}

function useOpen(): (example: Example) => void {
  const { addTab, setVisiblePlugin } = useGraphiQLActions()
  const { queryEditor, variableEditor } = useGraphiQL(({ queryEditor, variableEditor }) => ({
    queryEditor,
    variableEditor,
  }))
  return (example) => {
    const { query, variables } = tabOf(example)
    addTab()
    queryEditor?.setValue(query)
    variableEditor?.setValue(variables)
    if (COVERS_ALL.matches) {
      setVisiblePlugin(null)
    }
    queryEditor?.focus()
  }
}

export function ExamplesIcon() {
  return (
    <svg viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth="1.5">
      <path d="M4 5.5h16M4 12h16M4 18.5h9M17 15.5v6M14 18.5h6" />
    </svg>
  )
}
