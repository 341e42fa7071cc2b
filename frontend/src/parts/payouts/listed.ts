/** The list of one's payouts as the page knows it. */

import type { Client } from 'urql'
import { operation } from '../../api/documents'
import { MyPayoutsDocument } from '../../gql/graphql'

export const PAYOUTS = operation(MyPayoutsDocument)
export const SLICE = 10

/** The ids of the newest ones in it. */
export function listedPayouts(client: Client): Set<string> {
  const known = client.readQuery(PAYOUTS, { first: SLICE, after: null })
  return new Set(known?.data?.me?.payouts?.edges.map(({ node }) => node.id))
}
