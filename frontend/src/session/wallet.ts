/** One's own wallet, live: read once, then followed from where it was read. */

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

/**
 * Keep the wallet in the cache as it is. Call it once, in the shell.
 * The first cursor stays for as long as the feed runs: what follows it is told by the feed.
 */
export function useLiveWallet(): void {
  const { viewer } = useSession()
  useSubscription({ query: MOVES, variables: {}, pause: !viewer })
}
