/** What was read, kept by global id: a like shows at once wherever its target stands. */

import {
  cacheExchange,
  type Cache,
  type UpdateResolver,
} from '@urql/exchange-graphcache'
import { relayPagination } from '@urql/exchange-graphcache/extras'
import type { Exchange } from 'urql'
import { WalletNowDocument } from '../gql/graphql'
import { shareOf } from '../words/money'
import { operation } from './documents'

const WALLET = operation(WalletNowDocument)

const WITHOUT_ID = [
  'AccountSum',
  'Balances',
  'DryRun',
  'Economy',
  'Giving',
  'Inspection',
  'LedgerCheck',
  'LedgerCheckPart',
  'LedgerFinding',
  'LedgerHealth',
  'LikeConnection',
  'LikeEdge',
  'MendedFile',
  'Money',
  'MonthChange',
  'MonthResultConnection',
  'MonthResultEdge',
  'MonthSums',
  'NextMonth',
  'OutcomeProof',
  'PageInfo',
  'PaymentMethod',
  'PayoutConnection',
  'PayoutEdge',
  'PayoutPreview',
  'PayoutStep',
  'PostConnection',
  'PostEdge',
  'Received',
  'Refusal',
  'RegistrationConnection',
  'RegistrationEdge',
  'SettlementDurations',
  'SettlementHop',
  'SettlementProgress',
  'Simulation',
  'SimulationHop',
  'SimulationReceivers',
  'Terms',
  'TopReceiver',
  'Verification',
  'WalletMovementConnection',
  'WalletMovementEdge',
]

const keys = Object.fromEntries(WITHOUT_ID.map((name) => [name, () => null]))

/** A cache for one session. */
export function cache(): Exchange {
  return cacheExchange({
    globalIDs: true,
    keys,
    possibleTypes: { Target: ['Person', 'Post', 'Page'] },
    resolvers: {
      Query: {
        posts: relayPagination(),
        payoutQueue: relayPagination(),
        registrationQueue: relayPagination(),
      },
      Person: { posts: relayPagination() },
      Me: { likes: relayPagination(), payouts: relayPagination(), results: relayPagination() },
    },
    updates: {
      Mutation: {
        like: liked,
        unlike: liked,
        publishPost: forgetting('Query', 'posts'),
        setForwarding: forgetting('Me', 'forwarding'),
        startMembership: forgetting('Me', 'membership'),
        registerForPayouts: forgetting('Me', 'registration'),
        closeMonth: forgetting('Query', 'settlements', 'nextMonth', 'economy'),
        startDryRun: forgetting('Query', 'inspection'),
        verifyMonth: forgetting('Query', 'inspection'),
        checkLedger: forgetting('Query', 'inspection'),
      },
    },
  })
}

interface LikeResult {
  numberOfLikes: number | null
  errors: unknown[]
}

/** After a like all of one's likes share anew; the feed of the wallet brings the rest. */
const liked: UpdateResolver = (result, _args, store, info) => {
  const payload = result[info.fieldName] as unknown as LikeResult | null
  if (!payload || payload.errors.length > 0 || payload.numberOfLikes === null) {
    return
  }
  const likeCount = payload.numberOfLikes
  store.updateQuery({ query: WALLET }, (data) => {
    if (!data?.me) {
      return data
    }
    const { giving } = data.me.wallet
    const share = { ...giving.share, micros: String(shareOf(giving.pot, likeCount)) }
    const wallet = { ...data.me.wallet, giving: { ...giving, likeCount, share } }
    return { ...data, me: { ...data.me, wallet } }
  })
  forget(store, 'Me', 'likes')
  forget(store, 'Query', 'page')
}

/** What a mutation makes untrue of what was read, unless it was refused. */
function forgetting(owner: 'Query' | 'Me', ...fieldNames: string[]): UpdateResolver {
  return (result, _args, store, info) => {
    const payload = result[info.fieldName] as unknown as { errors: unknown[] } | null
    if (payload?.errors.length === 0) {
      fieldNames.forEach((fieldName) => forget(store, owner, fieldName))
    }
  }
}

/** Have a field read again by whoever shows it, with whatever arguments. */
function forget(store: Cache, owner: 'Query' | 'Me', fieldName: string): void {
  const me = store.resolve('Query', 'me')
  const entity = owner === 'Query' ? owner : typeof me === 'string' ? me : null
  for (const field of store.inspectFields(entity)) {
    if (field.fieldName === fieldName) {
      store.invalidate(entity, field.fieldName, field.arguments)
    }
  }
}
