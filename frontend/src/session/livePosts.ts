/**
 * Posts that are on the screen follow the number of their likes: at most ten, each by its feed, for
 * who is signed in and has a socket anyway. What is off the screen is let go.
 */

import { useEffect, useState } from 'react'
import { useSubscription } from 'urql'
import { operation } from '../api/documents'
import { PostMovesDocument } from '../gql/graphql'
import { useSession } from './Session'

const MOVES = operation(PostMovesDocument)
const MOST_POSTS = 10

type Show = (isShown: boolean) => void
const shows = new Map<Element, Show>()
const waiting = new Set<Element>()
const followed = new Set<Element>()
let observer: IntersectionObserver | null = null

function fill(): void {
  for (const element of waiting) {
    if (followed.size >= MOST_POSTS) {
      return
    }
    waiting.delete(element)
    followed.add(element)
    shows.get(element)?.(true)
  }
}

function letGo(element: Element): void {
  waiting.delete(element)
  if (followed.delete(element)) {
    shows.get(element)?.(false)
  }
}

function watch(element: Element, show: Show): () => void {
  observer ??= new IntersectionObserver((entries) => {
    entries.forEach(({ target, isIntersecting }) => (isIntersecting ? waiting.add(target) : letGo(target)))
    fill()
  })
  shows.set(element, show)
  observer.observe(element)
  return () => {
    observer?.unobserve(element)
    letGo(element)
    shows.delete(element)
    fill()
  }
}

/** Keep the post that this element shows as it is, while it is on the screen. */
export function useLivePost(id: string, element: Element | null): void {
  const { viewer } = useSession()
  const [isShown, setShown] = useState(false)
  useEffect(() => (element ? watch(element, setShown) : undefined), [element])
  useSubscription({ query: MOVES, variables: { id }, pause: !viewer || !isShown })
}
