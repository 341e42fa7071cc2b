/** What was read, kept by global id: a like shows at once wherever its target stands. */

import {
  cacheExchange,
  type Cache,
  type UpdateResolver,
} from '@urql/exchange-graphcache'
import { relayPagination } from '@urql/exchange-graphcache/extras'
import { gql, type Exchange } from 'urql'
import { WalletNowDocument, type StandingMovesSubscription } from '../gql/graphql'
import { shareOf } from '../words/money'
import { operation } from './documents'

const WALLET = operation(WalletNowDocument)

const WITHOUT_ID = [
  'AccountSum',
  'AuditEntryConnection',
  'AuditEntryEdge',
  'Balances',
  'DryRun',
  'Economy',
  'Freeze',
  'Giving',
  'Inspection',
  'LedgerCheck',
  'LedgerCheckPart',
  'LedgerFinding',
  'LedgerHealth',
  'LikeConnection',
  'LikeEdge',
  'MemberConnection',
  'MemberEdge',
  'MendedFile',
  'Money',
  'MonthChange',
  'MonthResultConnection',
  'MonthResultEdge',
  'MonthSums',
  'NextMonth',
  'OutcomeProof',
  'PageInfo',
  'PaymentConnection',
  'PaymentEdge',
  'PaymentMethod',
  'PayoutConnection',
  'PayoutEdge',
  'PayoutPreview',
  'PayoutStep',
  'PersonConnection',
  'PersonEdge',
  'PostConnection',
  'PostEdge',
  'Received',
  'Refusal',
  'RegistrationConnection',
  'RegistrationEdge',
  'SessionConnection',
  'SessionEdge',
  'SettlementDurations',
  'SettlementHop',
  'SettlementProgress',
  'Simulation',
  'SimulationHop',
  'SimulationReceivers',
  'Standing',
  'TargetConnection',
  'TargetEdge',
  'Terms',
  'Verification',
  'WalletMovementConnection',
  'WalletMovementEdge',
  'WebAddress',
]

const keys = {
  ...Object.fromEntries(WITHOUT_ID.map((name) => [name, () => null])),
  // A feed that tells of it without its id does not change what is shown of it.
  Membership: ({ id }: { id?: unknown }) => (typeof id === 'string' ? id : null),
}

/** A cache for one session. */
export function cache(): Exchange {
  return cacheExchange({
    globalIDs: true,
    keys,
    possibleTypes: { Target: ['Person', 'Post', 'Page'] },
    resolvers: {
      Query: {
        posts: relayPagination(),
        members: relayPagination(),
        auditLog: relayPagination(),
        payoutQueue: relayPagination(),
        registrationQueue: relayPagination(),
      },
      Person: { posts: relayPagination(), supporters: relayPagination() },
      Page: { supporters: relayPagination() },
      Me: {
        likes: relayPagination(),
        payments: relayPagination(),
        payouts: relayPagination(),
        results: relayPagination(),
      },
    },
    updates: {
      Subscription: { standingUpdated: stands },
      Mutation: {
        like: liked,
        unlike: liked,
        publishPost: forgetting('Query', 'posts'),
        setForwarding: choseWhatGoesOn,
        setPrivacy: choseWhatIsShown,
        endSession: forgetting('Me', 'sessions'),
        changePassword: forgetting('Me', 'sessions'),
        startMembership: started,
        registerForPayouts: forgetting('Me', 'registration'),
        closeMonth: forgetting('Query', 'settlements', 'nextMonth', 'economy', 'auditLog'),
        startDryRun: forgetting('Query', 'inspection', 'auditLog'),
        verifyMonth: forgetting('Query', 'inspection', 'auditLog'),
        checkLedger: forgetting('Query', 'inspection', 'auditLog'),
        freezePerson: forgetting('Query', 'members', 'auditLog'),
        unfreezePerson: forgetting('Query', 'members', 'auditLog'),
      },
    },
  })
}

/** The answer tells of the membership. Also a payment that was declined is one, and one without an answer. */
const started: UpdateResolver = (result, _args, store, info) => {
  const payload = result[info.fieldName] as unknown as { membership: { id: string } | null } | null
  const me = store.resolve('Query', 'me')
  forget(store, 'Me', 'payments')
  if (typeof me === 'string' && payload?.membership) {
    store.link(me, 'membership', { __typename: 'Membership', id: payload.membership.id })
  }
}

interface LikeResult {
  numberOfLikes: number | null
  target: { id: string } | null
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
    const share = { ...giving.share, ...shareOf(giving.pot, likeCount) }
    const wallet = { ...data.me.wallet, giving: { ...giving, likeCount, share } }
    return { ...data, me: { ...data.me, wallet } }
  })
  forget(store, 'Me', 'likes')
  forget(store, 'Query', 'webAddress')
  forgetShown(store, payload.target?.id ?? null)
}

const FORWARDING = gql`
  fragment Forwarding on Me {
    id
    forwarding
  }
`

const choseWhatGoesOn: UpdateResolver = (result, _args, store, info) => {
  const payload = result[info.fieldName] as unknown as { forwarding: number | null } | null
  const me = store.resolve('Query', 'me')
  if (typeof me === 'string' && typeof payload?.forwarding === 'number') {
    store.writeFragment(FORWARDING, { __typename: 'Me', id: store.resolve(me, 'id'), forwarding: payload.forwarding })
  }
}

const FROZEN = gql`
  fragment Frozen on Me {
    id
    frozen {
      since
      reason
    }
  }
`

/** What a feed tells of one's standing is what `me` is told of it, on every page. */
const stands: UpdateResolver = (result, _args, store) => {
  const { frozen, registration } = result.standingUpdated as Partial<StandingMovesSubscription['standingUpdated']>
  const me = store.resolve('Query', 'me')
  if (typeof me !== 'string') {
    return
  }
  if (frozen !== undefined) {
    store.writeFragment(FROZEN, { __typename: 'Me', id: store.resolve(me, 'id'), frozen })
  }
  if (registration !== undefined) {
    store.link(me, 'registration', store.keyOfEntity(registration))
  }
}

const choseWhatIsShown: UpdateResolver = (result, _args, store, info) => {
  const payload = result[info.fieldName] as unknown as { errors: unknown[] } | null
  if (payload?.errors.length === 0) {
    forget(store, 'Me', 'showsLikes')
    forgetShown(store, null)
  }
}

/** The wall of what was liked, and its author's, and what the viewer's profile shows that she likes. */
function forgetShown(store: Cache, targetId: string | null): void {
  const me = store.resolve('Query', 'me')
  forgetOf(store, typeof me === 'string' ? store.resolve(me, 'person') : null, 'likes')
  forgetOf(store, targetId, 'supporters')
  forgetOf(store, targetId && store.resolve(targetId, 'author'), 'supporters')
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
  forgetOf(store, owner === 'Query' ? owner : store.resolve('Query', 'me'), fieldName)
}

function forgetOf(store: Cache, entity: unknown, fieldName: string): void {
  if (typeof entity !== 'string') {
    return
  }
  for (const field of store.inspectFields(entity)) {
    if (field.fieldName === fieldName) {
      store.invalidate(entity, field.fieldName, field.arguments)
    }
  }
}
