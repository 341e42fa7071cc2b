/** Writing a post. What was typed is kept until the server has it. */

import { useState, type FormEvent } from 'react'
import { useMutation } from 'urql'
import { operation } from '../api/documents'
import { refusedBy, type Problem } from '../api/problems'
import { PublishPostDocument } from '../gql/graphql'
import { useWords } from '../messages/words'
import { useDraft } from '../session/draft'
import { giveUp, oneWish } from '../session/oneWish'
import type { Viewer } from '../session/Session'
import { announce } from './announce'
import { Avatar } from './Avatar'
import { Notice } from './Notice'
import { SteadyButton } from './SteadyButton'

const PUBLISH = operation(PublishPostDocument)
const POST = 'publishPost'
const MOST_LETTERS = 5000
const COUNTED_FROM = 4500

export function Composer({ viewer }: { viewer: Viewer }) {
  const { t } = useWords()
  const [body, setBody, takeBody] = useDraft('post')
  const [problem, setProblem] = useState<Problem | null>(null)
  const [{ fetching }, publish] = useMutation(PUBLISH)
  const text = body.trim()
  const left = MOST_LETTERS - [...text].length

  async function submit(event: FormEvent) {
    event.preventDefault()
    const done = await oneWish([POST, text], (idempotencyKey) => publish({ input: { body: text, idempotencyKey } }))
    const refused = refusedBy(done)
    setProblem(refused)
    if (!refused) {
      takeBody(body)
      announce(t('feed.published'))
    }
  }

  function write(typed: string) {
    setBody(typed)
    if (!typed.trim()) {
      giveUp(POST)
    }
  }

  return (
    <form className="card composer" onSubmit={(event) => void submit(event)}>
      <Avatar handle={viewer.handle} name={viewer.person.displayName} />
      <textarea
        aria-label={t('feed.compose')}
        placeholder={t('feed.compose')}
        rows={body ? 4 : 1}
        dir="auto"
        value={body}
        onChange={(event) => write(event.currentTarget.value)}
      />
      <Notice problem={problem} />
      <div className="composer-end">
        {left < MOST_LETTERS - COUNTED_FROM && <span className="quiet">{t('feed.left', { count: String(left) })}</span>}
        <SteadyButton type="submit" className="button" isBusy={fetching} isOff={!text || left < 0}>
          {t('feed.publish')}
        </SteadyButton>
      </div>
    </form>
  )
}
