/** Asking beside the cache: for answers that are taken along as they are. */

import type { TypedDocumentString } from '../gql/graphql'

const ADDRESS = '/graphql'
const TOO_MANY_REQUESTS = 429
const MOST_TRIES = 10
const PAUSE_SECONDS = 5
const MILLISECONDS_PER_SECOND = 1000
/** What is left for the pages that are open, and enough for any of our slices (docs/api.md). */
const ROOM = 500

/** There was no answer that could be used. */
export class NoAnswer extends Error {}

/** The server answered, and could not tell all that it was asked for. */
export class NotTold extends NoAnswer {}

interface Answer<Result> {
  data?: Result | null
  errors?: { message: string }[]
  extensions?: { cost?: { available: number; restoreRate: number } }
}

/**
 * The answer to one of our documents, with all that it asked for. It takes its time: there is always
 * room left for what else is asked meanwhile. Where the server wants less all the same it is asked
 * again as late as it says. Before a wait `onWait` is called. Raises NoAnswer, NotTold.
 */
export async function askPlainly<Result, Variables>(
  document: TypedDocumentString<Result, Variables>,
  variables: Variables,
  onWait: () => void,
): Promise<Result> {
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const response = await send({ ...sent(document), variables })
    if (response.status !== TOO_MANY_REQUESTS) {
      const { data, errors, extensions } = await answerIn<Result>(response)
      if (!data || errors) {
        throw new NotTold(errors?.[0]?.message ?? response.statusText)
      }
      const { available = ROOM, restoreRate = 1 } = extensions?.cost ?? {}
      if (available < ROOM) {
        onWait()
        await pause((ROOM - available) / restoreRate)
      }
      return data
    }
    onWait()
    await pause(Number(response.headers.get('Retry-After')) || PAUSE_SECONDS)
  }
  throw new NoAnswer('too much in too short a time')
}

/** What stands before the server, as a proxy, answers with pages of its own. */
async function answerIn<Result>(response: Response): Promise<Answer<Result>> {
  try {
    return (await response.json()) as Answer<Result>
  } catch (error) {
    throw new NoAnswer(String(error))
  }
}

function pause(seconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, seconds * MILLISECONDS_PER_SECOND))
}

async function send(body: object): Promise<Response> {
  const headers = { 'Content-Type': 'application/json', Accept: 'application/graphql-response+json' }
  try {
    return await fetch(ADDRESS, { method: 'POST', headers, body: JSON.stringify(body) })
  } catch (error) {
    throw new NoAnswer(String(error))
  }
}

/** By its digest, as all our documents; the server of a developer may not know it yet. */
function sent(document: TypedDocumentString<unknown, never>): object {
  return import.meta.env.DEV
    ? { query: document.toString() }
    : { documentId: document.__meta__?.hash as string }
}
