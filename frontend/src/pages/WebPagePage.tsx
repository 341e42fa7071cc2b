/** Anything on the web, by its address: paste it, see what waits for its owner, like it. */

import type { FormEvent } from 'react'
import { useQuery } from 'urql'
import { useLocation, useSearch } from 'wouter'
import { operation } from '../api/documents'
import { problemOf } from '../api/problems'
import { PageByUrlDocument } from '../gql/graphql'
import { useWords } from '../messages/words'
import { Amount } from '../parts/Amount'
import { Field } from '../parts/Field'
import { LikeButton, useHasLiked } from '../parts/LikeButton'
import { Notice } from '../parts/Notice'
import { Waiting } from '../parts/Waiting'
import { useDraft } from '../session/draft'

const PAGE = operation(PageByUrlDocument)

export function WebPagePage() {
  const { t } = useWords()
  const url = new URLSearchParams(useSearch()).get('url')
  return (
    <section className="column">
      <h1>{t('page.title')}</h1>
      <p className="quiet">{t('page.lead')}</p>
      <AddressForm />
      {url && <Found key={url} url={url} />}
    </section>
  )
}

/** An address as people paste it: the https may be missing. */
function completed(typed: string): string {
  const address = typed.trim()
  return /^[a-z][a-z0-9+.-]*:/i.test(address) ? address : `https://${address}`
}

function AddressForm() {
  const { t } = useWords()
  const [, go] = useLocation()
  const [typed, setTyped] = useDraft('address')
  function submit(event: FormEvent) {
    event.preventDefault()
    go(`/page?url=${encodeURIComponent(completed(typed))}`)
    setTyped('')
  }
  return (
    <form className="card address" onSubmit={submit}>
      <Field
        label={t('page.address')}
        hint={t('page.address.hint')}
        wrong={t('page.address.wrong')}
        type="text"
        inputMode="url"
        autoCapitalize="none"
        spellCheck={false}
        required
        maxLength={2000}
        pattern="\s*(https?://)?[^\s.]+\.[^\s]+\s*"
        value={typed}
        onValue={setTyped}
      />
      <button type="submit" className="button">
        {t('page.open')}
      </button>
    </form>
  )
}

/** What the browser makes of an address, to be shown before the server knows the page. */
function hostOf(url: string): string | null {
  const parsed = URL.canParse(url) ? new URL(url) : null
  return parsed && /^https?:$/.test(parsed.protocol) ? parsed.host : null
}

function Found({ url }: { url: string }) {
  const { t } = useWords()
  const [{ data, error, fetching }, ask] = useQuery({
    query: PAGE,
    variables: { url },
    requestPolicy: 'cache-and-network',
  })
  const page = data?.page
  const hasLiked = useHasLiked(page?.id)
  const host = page?.host ?? hostOf(url)
  if (fetching && !data) {
    return <Waiting rows={1} />
  }
  if (error || !host) {
    return error ? (
      <Notice problem={problemOf(error)} onRetry={() => ask({ requestPolicy: 'network-only' })} />
    ) : (
      <p className="notice">{t('page.address.wrong')}</p>
    )
  }
  const address = page?.url ?? url
  return (
    <article className="card found">
      <h2>{host}</h2>
      <p className="found-url">
        <a href={address} rel="noreferrer noopener nofollow" target="_blank">
          {address}
        </a>
      </p>
      {page && page.waiting.micros !== '0' && (
        <p className="waiting-money">
          <b>
            <Amount money={page.waiting} />
          </b>
          <span className="quiet">{t('page.waiting.text')}</span>
        </p>
      )}
      {!page && <p className="quiet">{t('page.new')}</p>}
      <LikeButton
        key={page ? 'known' : 'new'}
        target={page ? { id: page.id } : { url }}
        what={host}
        likeCount={page?.likeCount ?? 0}
        hasLiked={hasLiked ?? false}
      />
    </article>
  )
}
