/** The one client: its cache, what it sends, what it reads again, and who hears why it can't go on. */

import { Client, fetchExchange, mapExchange, subscriptionExchange, type Exchange, type Operation } from 'urql'
import { onPush, pipe } from 'wonka'
import { MyFreezeDocument, MyRoleDocument, ViewerDocument } from '../gql/graphql'
import { cache } from './cache'
import { isMutation, operation, trusted, type Body } from './documents'
import { refusedBy } from './problems'
import { readable } from './readable'
import { openFeed } from './socket'

const ADDRESS = '/graphql'
const VIEWER = operation(ViewerDocument)
const FREEZE = operation(MyFreezeDocument)
const ROLE = operation(MyRoleDocument)
/** Browsers send 64 KiB on behalf of pages that were left, for all requests of a page together. */
const MOST_KEPT_ALIVE_BYTES = 8 * 1024

/** What changes something goes through even if the page is left meanwhile. */
function post(address: RequestInfo | URL, options: RequestInit = {}): Promise<Response> {
  const asked = JSON.parse(String(options.body)) as Body
  const body = new TextEncoder().encode(JSON.stringify(trusted(asked)))
  const keepalive = isMutation(asked) && body.byteLength <= MOST_KEPT_ALIVE_BYTES
  return fetch(address, { ...options, body, keepalive })
}

/** Who is refused as frozen, or not any more, is asked about: the page tells her how she stands. */
function followFreeze(client: Client, isFrozen: boolean): void {
  const known = client.readQuery(VIEWER, {})?.data?.me?.frozen
  if (isFrozen !== Boolean(known)) {
    void client.query(FREEZE, {}, { requestPolicy: 'network-only' }).toPromise()
  }
}

/** An operator, as far as this page knows, is looked up anew: whether she still is one. */
export function followRole(client: Client): void {
  if (client.readQuery(VIEWER, {})?.data?.me?.isOperator) {
    void client.query(ROLE, {}, { requestPolicy: 'network-only' }).toPromise()
  }
}

/** Shows `see` each operation, and the end of each, which `mapExchange` keeps to itself. */
function seen(see: (operation: Operation) => void): Exchange {
  return ({ forward }) =>
    (operations) =>
      forward(pipe(operations, onPush(see)))
}

interface Made {
  client: Client
  /** Ask anew for all that is shown, and was asked of the network when it came. */
  readAgain: () => void
}

interface Hears {
  /** Something needed somebody signed in. */
  onSignedOut: () => void
  /** The server does not know this version of the app any more. */
  onOld: () => void
}

/**
 * A client with nothing in its cache: a new one for each session, so that nobody sees what was
 * read for somebody else.
 */
export function makeClient({ onSignedOut, onOld }: Hears): Made {
  // What is asked for once more ends for a moment: what is not shown any more is found out later.
  const shown = new Map<number, Operation>()
  const alive = new Set<number>()
  const readAgain = () =>
    shown.forEach((operation, key) => (alive.has(key) ? client.reexecuteOperation(operation) : shown.delete(key)))
  const client = new Client({
    url: ADDRESS,
    preferGetMethod: false,
    fetch: post,
    fetchOptions: { credentials: 'same-origin' },
    exchanges: [
      seen((operation) => {
        if (operation.kind === 'teardown') {
          alive.delete(operation.key)
        } else if (operation.kind === 'query') {
          alive.add(operation.key)
          if (operation.context.requestPolicy === 'cache-and-network') {
            shown.set(operation.key, operation)
          }
        }
      }),
      mapExchange({
        onResult: (result) => {
          const code = refusedBy(result)?.code
          if (code === 'NOT_SIGNED_IN') {
            onSignedOut()
          }
          if (code === 'UNKNOWN_DOCUMENT') {
            onOld()
          }
          if (code === 'FORBIDDEN') {
            followRole(client)
          }
          if (result.operation.kind === 'mutation' && !result.error) {
            followFreeze(client, code === 'ACCOUNT_FROZEN')
          }
        },
      }),
      readable,
      cache(),
      fetchExchange,
      subscriptionExchange({ forwardSubscription: openFeed }),
    ],
  })
  return { client, readAgain }
}
