/** What happens to a membership while it is shown: its provider answers late, or the next month is charged. */

import { useEffect, useEffectEvent } from 'react'
import { useSubscription } from 'urql'
import { operation } from '../../api/documents'
import { MembershipMovesDocument, type MembershipPartsFragment } from '../../gql/graphql'
import { useWallet } from '../../session/wallet'
import { useReadAgain } from '../readAgain'

const MOVES = operation(MembershipMovesDocument)

type Stand = Pick<MembershipPartsFragment, 'state' | 'paidThrough'>

function inWords(membership: Stand | null | undefined): string | undefined {
  return membership ? `${membership.state} ${membership.paidThrough}` : undefined
}

/**
 * Calls `readAgain` when money has moved, and when the membership that is shown stands otherwise by now.
 * Where none runs there is a form, which is left alone: it stays until it has its own answer.
 */
export function useMembershipNews(membership: Stand | null | undefined, readAgain: () => void): void {
  useReadAgain(useWallet()?.version, readAgain)
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
