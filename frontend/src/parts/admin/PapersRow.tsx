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
import { useSession } from '../../session/Session'
import { countryName } from '../../words/countries'
import { Byline } from '../Byline'
import { Notice } from '../Notice'
import { SteadyButton } from '../SteadyButton'
import { When } from '../When'
import type { Heard } from './Queue'
import { Reason } from './Reason'

const APPROVE = operation(ApproveRegistrationDocument)
const REJECT = operation(RejectRegistrationDocument)

interface PapersRowProps extends Heard {
  papers: WaitingPapersFragment
}

export function PapersRow({ papers, onDecided, onStale }: PapersRowProps) {
  const { t, language } = useQueueWords()
  const { viewer } = useSession()
  const [isRejecting, setRejecting] = useState<boolean | null>(null)
  const [problem, setProblem] = useState<Problem | null>(null)
  const [approving, approve] = useMutation(APPROVE)
  const [rejecting, reject] = useMutation(REJECT)
  const { person, submittedAt } = papers
  const name = person.displayName
  const isOwn = person.id === viewer?.person.id
  const isSending = approving.fetching || rejecting.fetching
  const meant = { personId: person.id, submittedAt }

  function told(refused: Problem | null, words: string): boolean {
    if (refused?.code === 'WRONG_STATE') {
      onStale(name)
      return false
    }
    setProblem(refused)
    if (!refused) {
      onDecided(words)
    }
    return !refused
  }

  async function sayYes() {
    told(refusedBy(await approve({ input: meant })), t('papers.approved', { name }))
  }

  async function sayNo(reason: string) {
    return told(refusedBy(await reject({ input: { ...meant, reason } })), t('papers.rejected', { name }))
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
      <Notice problem={problem} />
      {isOwn ? (
        <p className="quiet">{t('papers.own')}</p>
      ) : isRejecting ? (
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
          <SteadyButton
            className="button"
            isBusy={isSending}
            aria-label={t('papers.approve.label', { name })}
            onClick={() => void sayYes()}
          >
            {t('papers.approve')}
          </SteadyButton>
          <SteadyButton
            className="button-quiet"
            isOff={isSending}
            aria-label={t('papers.reject.label', { name })}
            autoFocus={isRejecting === false}
            onClick={() => setRejecting(true)}
          >
            {t('reject')}
          </SteadyButton>
        </div>
      )}
    </li>
  )
}
