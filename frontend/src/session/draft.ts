/** What was typed is kept: over a reload, an ended session, a lost connection. In this tab alone. */

import { useCallback, useLayoutEffect, useState } from 'react'
import { inThisTab } from './kept'

/** How the names of drafts begin. */
export const DRAFTS = 'likewise.draft.'
/** How the names of what the explorer keeps begin. */
export const EXPLORED = 'graphiql:'
const HERS = [DRAFTS, EXPLORED]
const WHOSE = `${DRAFTS}of`
const shown = new Set<() => void>()

/** Who leaves this tab to others leaves nothing that was typed, kept or shown. */
export function forgetDrafts(): void {
  HERS.forEach((beginning) => inThisTab.forget(beginning))
  shown.forEach((empty) => empty())
}

/** From now on drafts are this person's: what another one typed is forgotten. */
export function keepDraftsOf(personId: string): void {
  const before = inThisTab.get(WHOSE)
  if (before !== null && before !== personId) {
    forgetDrafts()
  }
  inThisTab.keep(WHOSE, personId)
}

/** Call `empty` when drafts are forgotten. */
function useForgotten(empty: () => void): void {
  useLayoutEffect(() => {
    shown.add(empty)
    return () => {
      shown.delete(empty)
    }
  }, [empty])
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
  useForgotten(useCallback(() => setText(initial), [initial]))
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
  useForgotten(useCallback(() => setTyped(null), []))
  return [typed ?? stored, keep, forget]
}
