/** What was typed is kept: over a reload, an ended session, a lost connection. In this tab alone. */

import { useCallback, useLayoutEffect, useState } from 'react'
import { inThisTab } from './kept'

/** How the names of drafts begin. */
export const DRAFTS = 'likewise.draft.'
/** How the names of what the explorer keeps begin. */
export const EXPLORED = 'graphiql:'
const HERS = [DRAFTS, EXPLORED]
const WHOSE = `${DRAFTS}of`
const shown = new Set<Shown>()

/** A draft as it stands on a page. */
interface Shown {
  key: string
  show: (text: string) => void
  empty: () => void
}

/** Who leaves this tab to others leaves nothing that was typed, kept or shown. */
export function forgetDrafts(): void {
  HERS.forEach((beginning) => inThisTab.forget(beginning))
  shown.forEach(({ empty }) => empty())
}

/** From now on drafts are this person's: what another one typed is forgotten. */
export function keepDraftsOf(personId: string): void {
  const before = inThisTab.get(WHOSE)
  if (before !== null && before !== personId) {
    forgetDrafts()
  }
  inThisTab.keep(WHOSE, personId)
}

/** Call `empty` when drafts are forgotten, and `show` for what this one is now. */
function useShown(key: string, show: (text: string) => void, empty: () => void): void {
  useLayoutEffect(() => {
    const draft = { key, show, empty }
    shown.add(draft)
    return () => {
      shown.delete(draft)
    }
  }, [key, show, empty])
}

/** Keep it, and show it wherever it stands: a page that was left and come back to stands anew. */
function keep(key: string, text: string): void {
  inThisTab.keep(key, text)
  shown.forEach((each) => each.key === key && each.show(text))
}

/** What has been typed on top of what was sent, or all of it if that was changed. */
function withoutSent(typed: string, sent: string): string {
  return typed.startsWith(sent) ? typed.slice(sent.length).trimStart() : typed
}

/**
 * Like useState for a text, kept under a name until it is set to ''. The third takes away what the
 * server has now, and leaves what was typed since.
 */
export function useDraft(
  name: string,
  initial = '',
): [string, (text: string) => void, (sent: string) => void] {
  const key = DRAFTS + name
  const [text, setText] = useState(() => inThisTab.get(key) ?? initial)
  const type = useCallback((typed: string) => keep(key, typed), [key])
  const take = useCallback((sent: string) => keep(key, withoutSent(inThisTab.get(key) ?? '', sent)), [key])
  useShown(key, setText, useCallback(() => setText(initial), [initial]))
  return [text, type, take]
}

/**
 * A text that the server has, as it is being changed: kept like a draft until `forget` is called
 * with what was saved. Whatever is typed stays, whatever the server says meanwhile.
 */
export function useEdited(
  name: string,
  stored: string,
): [string, (text: string) => void, (saved: string) => void] {
  const key = DRAFTS + name
  const [typed, setTyped] = useState(() => inThisTab.get(key))
  const type = useCallback(
    (text: string) => {
      setTyped(text)
      inThisTab.keep(key, text)
    },
    [key],
  )
  const forget = useCallback(
    (saved: string) => {
      setTyped((now) => (now === saved ? null : now))
      if (inThisTab.get(key) === saved) {
        inThisTab.keep(key, '')
      }
    },
    [key],
  )
  useShown(key, setTyped, useCallback(() => setTyped(null), []))
  return [typed ?? stored, type, forget]
}
