/** Papers that wait for an operator, and what she says to them. */

import { useState } from 'react'
import { useMutation } from 'urql'
import { operation } from '../../api/documents'
import { refusedBy, type Problem } from '../../api/problems'
import {
  ApproveRegistrationDocument,
  RejectRegistrationDocument,
  type WaitingPapersFragment,
} from '../../gql/graphql'
import { useQueueWords } from '../../messages/queues'
import { countryName } from '../../words/countries'
import { Byline } from '../Byline'
import { Notice } from '../Notice'
import { When } from '../When'
import { Reason } from './Reason'

const APPROVE = operation(ApproveRegistrationDocument)
const REJECT = operation(RejectRegistrationDocument)

interface PapersRowProps {
  papers: WaitingPapersFragment
  /** Hears what was decided, in words. */
  onDecided: (words: string) => void
}

export function PapersRow({ papers, onDecided }: PapersRowProps) {
  const { t, language } = useQueueWords()
  const [isRejecting, setRejecting] = useState(false)
  const [problem, setProblem] = useState<Problem | null>(null)
  const [approving, approve] = useMutation(APPROVE)
  const [rejecting, reject] = useMutation(REJECT)
  const { person, submittedAt } = papers
  const name = person.displayName
  const isSending = approving.fetching || rejecting.fetching
  const meant = { personId: person.id, submittedAt }

  async function sayYes() {
    const refused = refusedBy(await approve({ input: meant }))
    setProblem(refused)
    if (!refused) {
      onDecided(t('papers.approved', { name }))
    }
  }

  async function sayNo(reason: string) {
    const refused = refusedBy(await reject({ input: { ...meant, reason } }))
    setProblem(refused)
    if (!refused) {
      onDecided(t('papers.rejected', { name }))
    }
    return !refused
  }

  const facts = [
    [t('papers.name'), papers.legalName],
    [t('papers.country'), countryName(papers.country, language)],
    [t('papers.taxNumber'), papers.taxNumber ?? '–'],
    [t('papers.iban'), papers.iban],
  ] as const
  return (
    <li className="card queued">
      <div className="payout-head">
        <Byline person={person} />
        <p className="quiet small">
          {t('papers.since')} <When moment={submittedAt} />
        </p>
      </div>
      <dl className="facts">
        {facts.map(([fact, text]) => (
          <div key={fact}>
            <dt>{fact}</dt>
            <dd dir="auto">{text}</dd>
          </div>
        ))}
      </dl>
      {problem?.code === 'WRONG_STATE' ? (
        <p className="notice" role="alert">
          {t('papers.changed')}
        </p>
      ) : (
        <Notice problem={problem} />
      )}
      {isRejecting ? (
        <Reason
          name={`reject.${papers.id}`}
          label={t('reject.reason', { name })}
          submit={t('reject.submit')}
          isSending={isSending}
          onReason={sayNo}
          onNever={() => setRejecting(false)}
        />
      ) : (
        <div className="ask-ways">
          <button
            type="button"
            className="button"
            disabled={isSending}
            aria-label={t('papers.approve.label', { name })}
            onClick={() => void sayYes()}
          >
            {t('papers.approve')}
          </button>
          <button
            type="button"
            className="button-quiet"
            disabled={isSending}
            aria-label={t('papers.reject.label', { name })}
            onClick={() => setRejecting(true)}
          >
            {t('reject')}
          </button>
        </div>
      )}
    </li>
  )
}
