/** Why something is refused: what an operator writes, and who it is about reads. */

import { useId, useRef, useState, type FormEvent } from 'react'
import { useQueueWords } from '../../messages/queues'
import { useDraft } from '../../session/draft'
import { SteadyButton } from '../SteadyButton'

const LONGEST = 500

interface ReasonProps {
  /** Under which it is kept while it is written. */
  name: string
  label: string
  /** What makes a good one. */
  hint?: string
  submit: string
  isSending: boolean
  onReason: (reason: string) => Promise<boolean>
  onNever: () => void
}

export function Reason({ name, label, hint, submit, isSending, onReason, onNever }: ReasonProps) {
  const { t } = useQueueWords()
  const id = useId()
  const [reason, setReason] = useDraft(name)
  const [isMissing, setMissing] = useState(false)
  const place = useRef<HTMLTextAreaElement>(null)

  async function send(event: FormEvent) {
    event.preventDefault()
    if (!reason.trim()) {
      setMissing(true)
      place.current?.focus()
      return
    }
    if (await onReason(reason.trim())) {
      setReason('')
    }
  }

  return (
    <form className="refusing" onSubmit={(event) => void send(event)}>
      <div className="field">
        <label htmlFor={id} dir="auto">
          {label}
        </label>
        <textarea
          ref={place}
          id={id}
          autoFocus
          rows={2}
          maxLength={LONGEST}
          dir="auto"
          value={reason}
          aria-invalid={isMissing ? true : undefined}
          aria-describedby={`${id}-hint`}
          onChange={(event) => {
            setReason(event.currentTarget.value)
            setMissing(false)
          }}
        />
        <p id={`${id}-hint`} className={isMissing ? 'field-wrong' : 'field-hint'}>
          {isMissing ? t('reject.wrong') : (hint ?? t('reject.hint'))}
        </p>
      </div>
      <div className="ask-ways">
        <SteadyButton type="submit" className="button-quiet danger" isBusy={isSending}>
          {submit}
        </SteadyButton>
        <SteadyButton className="button-quiet" isOff={isSending} onClick={onNever}>
          {t('reject.never')}
        </SteadyButton>
      </div>
    </form>
  )
}
