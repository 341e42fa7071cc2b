/** Anything on the web, by its address: paste it, see what waits for its owner, like it. */

import type { FormEvent } from 'react'
import { useQuery, type CombinedError } from 'urql'
import { useLocation, useSearch } from 'wouter'
import { operation } from '../api/documents'
import { problemOf } from '../api/problems'
import { AddressByUrlDocument, PageWallDocument } from '../gql/graphql'
import { usePeopleWords } from '../messages/people'
import { useWords } from '../messages/words'
import { Amount } from '../parts/Amount'
import { Field } from '../parts/Field'
import { LikeButton } from '../parts/LikeButton'
import { Notice } from '../parts/Notice'
import { Waiting } from '../parts/Waiting'
import { FACES, Wall } from '../parts/Wall'
import { WithPot } from '../parts/WithPot'
import { useEdited } from '../session/draft'
import { useSlices } from '../session/slices'

const ADDRESS = operation(AddressByUrlDocument)
const WALL = operation(PageWallDocument)
/** The longest address that the server takes. */
const MOST_LETTERS = 2000

export function WebPagePage() {
  const { t } = useWords()
  const url = new URLSearchParams(useSearch()).get('url')
  return (
    <WithPot>
      <section className="column">
        <h1>{t('page.title')}</h1>
        <p className="quiet">{t('page.lead')}</p>
        <AddressForm url={url ?? ''} />
        {url && <Found key={url} url={url} />}
      </section>
    </WithPot>
  )
}

/** An address as people paste it: the https may be missing. What follows a colon may be a port. */
function completed(typed: string): string {
  const address = typed.trim().replace(/^\/\//, '')
  return /^[a-z][a-z0-9+.-]*:(?!\d)/i.test(address) ? address : `https://${address}`
}

/** Shows the address that is open, until another one is typed. */
function AddressForm({ url }: { url: string }) {
  const { t } = useWords()
  const { t: people } = usePeopleWords()
  const [, go] = useLocation()
  const [typed, setTyped, forget] = useEdited('address', url)
  const wanted = completed(typed)
  const isTooLong = wanted.length > MOST_LETTERS
  function submit(event: FormEvent) {
    event.preventDefault()
    if (!isTooLong) {
      go(`/page?url=${encodeURIComponent(wanted)}`)
      forget(typed)
    }
  }
  return (
    <form className="card address" onSubmit={submit}>
      <Field
        label={t('page.address')}
        hint={t('page.address.hint')}
        wrong={t('page.address.wrong')}
        refused={isTooLong ? people('address.long') : null}
        type="text"
        inputMode="url"
        autoCapitalize="none"
        spellCheck={false}
        dir="ltr"
        required
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

function Found({ url }: { url: string }) {
  const { t } = useWords()
  const { t: people } = usePeopleWords()
  const [{ data, error, fetching }, ask] = useQuery({
    query: ADDRESS,
    variables: { url },
    requestPolicy: 'cache-and-network',
  })
  const found = data?.webAddress
  if (!found) {
    return fetching ? (
      <Waiting rows={1} />
    ) : (
      <Notice
        problem={problemOf(error)}
        {...(mayHelp(error) && { onRetry: () => ask({ requestPolicy: 'network-only' }) })}
      />
    )
  }
  const { page, host } = found
  return (
    <>
      <article className="card found">
        <h2>{host}</h2>
        <p>
          <a href={found.url} rel="noreferrer noopener nofollow" target="_blank">
            {found.url}
          </a>
        </p>
        {found.url !== url && <p className="quiet small">{people('address.kept')}</p>}
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
          target={page ? { id: page.id } : { url: found.url }}
          what={host}
          likeCount={page?.likeCount ?? 0}
          hasLiked={page?.viewerHasLiked ?? false}
        />
      </article>
      {page && <Supporters url={found.url} />}
    </>
  )
}

/** An address that is refused stays so, however often one asks. */
function mayHelp(error: CombinedError | undefined): boolean {
  return problemOf(error)?.code !== 'MALFORMED_URL'
}

function Supporters({ url }: { url: string }) {
  const slices = useSlices(WALL, { url, first: FACES })
  return <Wall slices={slices} wall={slices.data?.page?.supporters} />
}
