/** Having a month closed. The server goes on whatever becomes of this page. */

import { useState } from 'react'
import { useMutation } from 'urql'
import { operation } from '../../api/documents'
import { problemOf, refusalOf, type Problem } from '../../api/problems'
import { CloseMonthDocument } from '../../gql/graphql'
import { useDraft } from '../../session/draft'

const CLOSE = operation(CloseMonthDocument)

export interface ClosingWish {
  /** The month that was asked for on this page, until one has looked at its end. */
  month: string | null
  isEarly: boolean
  isAsking: boolean
  problem: Problem | null
  close: (month: string, isEarly: boolean) => Promise<void>
  leave: () => void
}

/** `onRefused`: it stands elsewhere than this page thought. */
export function useClosing(onRefused: () => void): ClosingWish {
  const [wish, setWish] = useState<{ month: string; isEarly: boolean } | null>(null)
  const [problem, setProblem] = useState<Problem | null>(null)
  // One key for one wish: kept until it was answered, over a reload, too.
  const [key, keepKey] = useDraft('closing.key')
  const [{ fetching }, ask] = useMutation(CLOSE)

  async function close(month: string, early: boolean) {
    const wished = `${month}${early ? '!' : ''}`
    const [of, before] = key.split(' ')
    const idempotencyKey = (of === wished && before) || crypto.randomUUID()
    keepKey(`${wished} ${idempotencyKey}`)
    setProblem(null)
    setWish({ month, isEarly: early })
    const { data, error } = await ask({ input: { month, early, idempotencyKey } })
    const refused = problemOf(error) ?? refusalOf(data?.closeMonth?.errors)
    if (refused?.code === 'NO_CONNECTION') {
      return // it goes on, as far as anybody knows: the feed tells
    }
    keepKey('')
    setProblem(refused)
    if (refused) {
      setWish(null)
      onRefused()
    }
  }

  return {
    month: wish?.month ?? null,
    isEarly: wish?.isEarly ?? false,
    isAsking: fetching,
    problem,
    close,
    leave: () => setWish(null),
  }
}
