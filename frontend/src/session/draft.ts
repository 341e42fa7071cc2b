/** What was typed is kept: over a reload, an ended session, a lost connection. In this tab alone. */

import { useCallback, useState } from 'react'
import { inThisTab } from './kept'

/** How the names of drafts begin. */
export const DRAFTS = 'likewise.draft.'

/** Who leaves this tab to others leaves nothing that was typed. */
export function forgetDrafts(): void {
  inThisTab.forget(DRAFTS)
}

/** Like useState for a text, kept under a name until it is set to ''. */
export function useDraft(name: string, initial = ''): [string, (text: string) => void] {
  const key = DRAFTS + name
  const [text, setText] = useState(() => inThisTab.get(key) ?? initial)
  const keep = useCallback(
    (typed: string) => {
      setText(typed)
      inThisTab.keep(key, typed)
    },
    [key],
  )
  return [text, keep]
}

/**
 * A text that the server has, as it is being changed: kept like a draft until `forget` is called.
 * Whatever is typed stays, whatever the server says meanwhile.
 */
export function useEdited(name: string, stored: string): [string, (text: string) => void, () => void] {
  const key = DRAFTS + name
  const [typed, setTyped] = useState(() => inThisTab.get(key))
  const keep = useCallback(
    (text: string) => {
      setTyped(text)
      inThisTab.keep(key, text)
    },
    [key],
  )
  const forget = useCallback(() => {
    setTyped(null)
    inThisTab.keep(key, '')
  }, [key])
  return [typed ?? stored, keep, forget]
}
