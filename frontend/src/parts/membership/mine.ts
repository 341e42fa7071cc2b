/** One's membership, and what happens to it while it is shown. */

import { useEffect, useEffectEvent } from 'react'
import { useQuery, useSubscription } from 'urql'
import { operation } from '../../api/documents'
import { problemOf } from '../../api/problems'
import { MembershipMovesDocument, MyMembershipDocument, type MembershipPartsFragment } from '../../gql/graphql'
import { useWallet } from '../../session/wallet'
import { useReadAgain } from '../readAgain'

const MINE = operation(MyMembershipDocument)
const MOVES = operation(MembershipMovesDocument)

type Stand = Pick<MembershipPartsFragment, 'state' | 'paidThrough'>

function inWords(membership: Stand | null | undefined): string | undefined {
  return membership ? `${membership.state} ${membership.paidThrough}` : undefined
}

/** Read anew when it stands otherwise by now: its provider answers late, or the next month is charged. */
export function useMyMembership() {
  const [{ data, error, fetching }, ask] = useQuery({ query: MINE, requestPolicy: 'cache-and-network' })
  const readAgain = () => ask({ requestPolicy: 'network-only' })
  useNews(data?.me?.membership, fetching, readAgain)
  return {
    isRead: Boolean(data?.me),
    membership: data?.me?.membership ?? null,
    problem: problemOf(error),
    readAgain,
  }
}

/**
 * Calls `readAgain` when money has moved, and when the membership that is shown stands otherwise by now.
 * Where none runs there is a form, which is left alone: it stays until it has its own answer.
 */
function useNews(membership: Stand | null | undefined, isReading: boolean, readAgain: () => void): void {
  useReadAgain(useWallet()?.version, isReading, readAgain)
  const [{ data }] = useSubscription({ query: MOVES })
  const told = inWords(data?.standingUpdated.membership)
  const shown = membership?.state === 'CANCELLED' ? undefined : inWords(membership)
  const onTold = useEffectEvent(() => {
    if (told && shown && told !== shown) {
      readAgain()
    }
  })
  const isShown = shown !== undefined
  useEffect(() => onTold(), [told, isShown])
}
