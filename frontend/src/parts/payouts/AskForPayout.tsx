/** Asking for a payout: an amount, what the server says would arrive of it, and a yes to that. */

import { useState, type FormEvent } from 'react'
import { useClient, useMutation } from 'urql'
import { operation } from '../../api/documents'
import { problemOf, refusedBy, type Problem } from '../../api/problems'
import {
  PreviewPayoutDocument,
  RequestPayoutDocument,
  type PayoutState,
  type PayoutTermsFragment,
  type PreviewPayoutQuery,
} from '../../gql/graphql'
import { usePayoutWords } from '../../messages/payouts'
import { useDraft } from '../../session/draft'
import { oneWish } from '../../session/oneWish'
import { exact, inCents, type Money } from '../../words/money'
import { asTyped, microsTyped } from '../../words/typedMoney'
import { announce } from '../announce'
import { Field } from '../Field'
import { Notice } from '../Notice'
import { SteadyButton } from '../SteadyButton'
import { Confirmation } from './Confirmation'
import { listedPayouts } from './listed'

const PREVIEW = operation(PreviewPayoutDocument)
const REQUEST = operation(RequestPayoutDocument)
const CAME_TO_NOTHING: readonly (PayoutState | undefined)[] = ['CANCELLED', 'REJECTED', 'RETURNED']
const EXAMPLE_MICROS = 25_000_000n

interface Wish {
  /** Null: everything. */
  amountMicros: string | null
  preview: NonNullable<PreviewPayoutQuery['payoutPreview']>
}

interface AskProps {
  terms: PayoutTermsFragment
  available: Money
  iban: string
  onAsked: () => void
}

export function AskForPayout({ terms, available, iban, onAsked }: AskProps) {
  const { t, language } = usePayoutWords()
  const client = useClient()
  const [typed, setTyped] = useDraft('payout.amount')
  const [wish, setWish] = useState<Wish | null>(null)
  const [wrong, setWrong] = useState<string | null>(null)
  const [problem, setProblem] = useState<Problem | null>(null)
  const [isKnown, setKnown] = useState(false)
  const [isLooking, setLooking] = useState(false)
  const [{ fetching }, request] = useMutation(REQUEST)
  const least = inCents(terms.payoutMin, language)
  const tooSmall = t('ask.tooSmall', { least })

  /** Say what is wrong; whether it stands at the amount. */
  function refuse(refused: Problem | null): boolean {
    const words: Partial<Record<Problem['code'], string>> = {
      PAYOUT_TOO_SMALL: tooSmall,
      INSUFFICIENT_FUNDS: t('ask.tooMuch', { available: exact(available, language) }),
    }
    const text = refused ? (words[refused.code] ?? null) : null
    setWrong(text)
    setProblem(text ? null : refused)
    return text !== null
  }

  async function look(amountMicros: string | null) {
    setLooking(true)
    const asked = client.query(PREVIEW, { amountMicros }, { requestPolicy: 'network-only' })
    const { data, error } = await asked.toPromise()
    setLooking(false)
    refuse(problemOf(error))
    setWish(data?.payoutPreview && !error ? { amountMicros, preview: data.payoutPreview } : null)
  }

  function lookAtTyped(event: FormEvent) {
    event.preventDefault()
    const micros = microsTyped(typed, language)
    if (micros === null) {
      setWrong(t('ask.amount.wrong', { example: asTyped(EXAMPLE_MICROS, language) }))
      return
    }
    void look(micros.toString())
  }

  async function ask({ amountMicros, preview }: Wish) {
    const listed = listedPayouts(client)
    const done = await oneWish(
      ['payout', amountMicros, preview.amount.micros],
      (idempotencyKey) => request({ input: { amountMicros, idempotencyKey } }),
      ({ requestPayout }) => CAME_TO_NOTHING.includes(requestPayout?.payout?.state),
    )
    const refused = refusedBy(done)
    if (refuse(refused) || !refused) {
      setWish(null)
    }
    const payout = done.data?.requestPayout?.payout
    if (!refused && payout) {
      const isListed = listed.has(payout.id)
      setTyped('')
      setKnown(isListed)
      onAsked()
      announce(isListed ? t('ask.known') : t('ask.done', { net: inCents(payout.net, language) }))
    }
  }

  if (wish) {
    return (
      <Confirmation
        preview={wish.preview}
        iban={iban}
        isAsking={fetching}
        problem={problem}
        onYes={() => void ask(wish)}
        onNo={() => {
          setProblem(null)
          setWish(null)
        }}
      />
    )
  }
  const known = isKnown && <p className="hold">{t('ask.known')}</p>
  if (BigInt(available.micros) < BigInt(terms.payoutMin.micros)) {
    return known || <p className="quiet">{t('ask.tooLittle', { least })}</p>
  }
  return (
    <form className="ask" onSubmit={lookAtTyped} noValidate>
      {known}
      <Field
        label={t('ask.amount')}
        hint={t('ask.amount.hint')}
        refused={wrong}
        inputMode="decimal"
        autoComplete="off"
        value={typed}
        onValue={(text) => {
          setTyped(text)
          setWrong(null)
          setKnown(false)
        }}
      />
      <div className="ask-ways">
        <SteadyButton type="submit" className="button" isBusy={isLooking} isOff={!typed.trim()}>
          {t('ask.continue')}
        </SteadyButton>
        <SteadyButton className="button-quiet" isOff={isLooking} onClick={() => void look(null)}>
          {t('ask.everything')}
        </SteadyButton>
      </div>
      <Notice problem={problem} />
    </form>
  )
}
