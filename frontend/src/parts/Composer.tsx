/** Writing a post. What was typed is kept until the server has it. */

import { useState, type FormEvent } from 'react'
import { useMutation } from 'urql'
import { operation } from '../api/documents'
import { refusedBy, type Problem } from '../api/problems'
import { PublishPostDocument } from '../gql/graphql'
import { useWords } from '../messages/words'
import { useDraft } from '../session/draft'
import { oneWish } from '../session/oneWish'
import type { Viewer } from '../session/Session'
import { announce } from './announce'
import { Avatar } from './Avatar'
import { Notice } from './Notice'
import { SteadyButton } from './SteadyButton'

const PUBLISH = operation(PublishPostDocument)
const MOST_LETTERS = 5000
const COUNTED_FROM = 4500

export function Composer({ viewer }: { viewer: Viewer }) {
  const { t } = useWords()
  const [body, setBody] = useDraft('post')
  const [problem, setProblem] = useState<Problem | null>(null)
  const [{ fetching }, publish] = useMutation(PUBLISH)
  const left = MOST_LETTERS - [...body].length

  async function submit(event: FormEvent) {
    event.preventDefault()
    const wish = oneWish('publishPost', body)
    const refused = refusedBy(await publish({ input: { body, idempotencyKey: wish.key } }))
    wish.answered(refused)
    setProblem(refused)
    if (!refused) {
      setBody('')
      announce(t('feed.published'))
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
        onChange={(event) => setBody(event.currentTarget.value)}
      />
      <Notice problem={problem} />
      <div className="composer-end">
        {left < MOST_LETTERS - COUNTED_FROM && <span className="quiet">{t('feed.left', { count: String(left) })}</span>}
        <SteadyButton type="submit" className="button" isBusy={fetching} isOff={!body.trim() || left < 0}>
          {t('feed.publish')}
        </SteadyButton>
      </div>
    </form>
  )
}
