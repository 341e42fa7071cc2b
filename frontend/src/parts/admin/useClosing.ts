/** Having a month closed. The server goes on whatever becomes of this page. */

import { useState } from 'react'
import { useMutation } from 'urql'
import { operation } from '../../api/documents'
import { isUnanswered, refusedBy, type Problem } from '../../api/problems'
import { CloseMonthDocument } from '../../gql/graphql'
import { oneWish } from '../../session/oneWish'

const CLOSE = operation(CloseMonthDocument)

export interface ClosingWish {
  /** The month that was asked for on this page, until one has looked at its end. */
  month: string | null
  isEarly: boolean
  isAsking: boolean
  problem: Problem | null
  /** One has watched a closing here, and is back at the month that is next. */
  isBack: boolean
  close: (month: string, isEarly: boolean) => Promise<void>
  leave: () => void
}

/** `onRefused`: it stands elsewhere than this page thought. */
export function useClosing(onRefused: () => void): ClosingWish {
  const [wish, setWish] = useState<{ month: string; isEarly: boolean } | null>(null)
  const [isBack, setBack] = useState(false)
  const [problem, setProblem] = useState<Problem | null>(null)
  const [{ fetching }, ask] = useMutation(CLOSE)

  async function close(month: string, early: boolean) {
    setProblem(null)
    setWish({ month, isEarly: early })
    const done = await oneWish(['closing', month, early], (idempotencyKey) =>
      ask({ input: { month, early, idempotencyKey } }),
    )
    const refused = refusedBy(done)
    if (isUnanswered(refused)) {
      return // it goes on, as far as anybody knows: the feed tells
    }
    setProblem(refused)
    if (refused) {
      leave()
      onRefused()
    }
  }

  function leave() {
    setWish(null)
    setBack(true)
  }

  return {
    month: wish?.month ?? null,
    isEarly: wish?.isEarly ?? false,
    isAsking: fetching,
    problem,
    isBack,
    close,
    leave,
  }
}
