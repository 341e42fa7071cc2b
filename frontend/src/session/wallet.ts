/** One's own wallet, live: read once, then followed from where it was read. */

import { useEffect, useRef, useState } from 'react'
import { useQuery, useSubscription } from 'urql'
import { operation } from '../api/documents'
import { WalletMovesDocument, WalletNowDocument, type WalletPartsFragment } from '../gql/graphql'
import { useSession } from './Session'

const NOW = operation(WalletNowDocument)
const MOVES = operation(WalletMovesDocument)

/** The wallet as the cache has it; null while unread, or with nobody signed in. */
export function useWallet(): WalletPartsFragment | null {
  const { viewer } = useSession()
  const [{ data }] = useQuery({ query: NOW, pause: !viewer })
  return data?.me?.wallet ?? null
}

/** Call `onNewMonth` when likes begin to count for another month than the one first seen. */
export function useNewMonth(onNewMonth: () => void): void {
  const month = useWallet()?.month
  const seen = useRef(month)
  useEffect(() => {
    if (month !== seen.current && seen.current !== undefined) {
      onNewMonth()
    }
    seen.current = month
  }, [month, onNewMonth])
}

/** Whether something has moved since one last looked into the wallet, or came. One's own giving does not count. */
export function useUnseenMove(isLooking: boolean): boolean {
  const wallet = useWallet()
  const now = wallet ? comingIn(wallet) : null
  const [seen, setSeen] = useState(now)
  useEffect(() => {
    if (seen === null || now === null || isLooking) {
      setSeen(now)
    }
  }, [seen, now, isLooking])
  return seen !== null && !isLooking && now !== seen
}

function comingIn({ projection, received: { available, held } }: WalletPartsFragment): string {
  return [projection, available, held].map(({ micros }) => micros).join()
}

/**
 * Keep the wallet in the cache as it is. Call it once, in the shell.
 * The first cursor stays for as long as the feed runs: what follows it is told by the feed.
 */
export function useLiveWallet(): void {
  const { viewer } = useSession()
  useSubscription({ query: MOVES, variables: {}, pause: !viewer })
}
