/** How one stands, live: frozen or not, and one's papers, as others decide on them. */

import { useSubscription } from 'urql'
import { operation } from '../api/documents'
import { StandingMovesDocument } from '../gql/graphql'
import { useSession } from './Session'

const MOVES = operation(StandingMovesDocument)

/** Keep it in the cache as it is. Call it once, in the shell. */
export function useLiveStanding(): void {
  const { viewer } = useSession()
  useSubscription({ query: MOVES, pause: !viewer })
}
