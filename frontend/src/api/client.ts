/** The one client: its cache, what it sends, and who hears when a session has ended. */

import { Client, fetchExchange, mapExchange, subscriptionExchange } from 'urql'
import { cache } from './cache'
import { trusted, type Body } from './documents'
import { isSignedOut } from './problems'
import { openFeed } from './socket'

const ADDRESS = '/graphql'

function post(address: RequestInfo | URL, options: RequestInit = {}): Promise<Response> {
  const body = JSON.stringify(trusted(JSON.parse(String(options.body)) as Body))
  return fetch(address, { ...options, body })
}

/**
 * A client with nothing in its cache: a new one for each session, so that nobody sees what was
 * read for somebody else. `onSignedOut` hears that something needed somebody signed in.
 */
export function makeClient(onSignedOut: () => void): Client {
  return new Client({
    url: ADDRESS,
    preferGetMethod: false,
    fetch: post,
    fetchOptions: { credentials: 'same-origin' },
    exchanges: [
      mapExchange({
        onResult: (result) => {
          if (isSignedOut(result.error, result.data)) {
            onSignedOut()
          }
        },
      }),
      cache(),
      fetchExchange,
      subscriptionExchange({ forwardSubscription: openFeed }),
    ],
  })
}
