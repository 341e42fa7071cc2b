import { Client, fetchExchange, gql } from 'urql'
import { pipe, subscribe } from 'wonka'
import { expect, test, vi } from 'vitest'
import { cache } from './cache'
import { readable } from './readable'

const MINE = gql`
  query Mine {
    me {
      __typename
      id
      registration {
        __typename
        id
        state
      }
    }
  }
`
const MORE = gql`
  query More {
    me {
      __typename
      id
      handle
      registration {
        __typename
        id
        state
      }
    }
  }
`
const REGISTER = gql`
  mutation Register {
    registerForPayouts {
      __typename
      errors {
        __typename
      }
    }
  }
`
const REGISTERED = { registerForPayouts: { __typename: 'RegisterForPayoutsPayload', errors: [] } }

const mine = (state: string) => ({
  me: { __typename: 'Me', id: 'me', handle: 'ada', registration: { __typename: 'Registration', id: '1', state } },
})

/** A client whose server answers each operation, by its name. */
function served(answer: (name: string) => Promise<object>): Client {
  const fetch = async (_address: unknown, options?: RequestInit) => {
    const { operationName } = JSON.parse(String(options?.body)) as { operationName: string }
    return Response.json({ data: await answer(operationName) })
  }
  const exchanges = [readable, cache(), fetchExchange]
  return new Client({ url: 'http://127.0.0.1/graphql', fetch, preferGetMethod: false, exchanges })
}

function gate() {
  let open = () => {}
  const isOpen = new Promise<void>((resolve) => (open = resolve))
  return { open, isOpen }
}

test.each([
  [MINE, 'cache-and-network'],
  [MINE, 'network-only'],
  [MORE, 'cache-first'],
  [MORE, 'cache-and-network'],
  [MORE, 'network-only'],
] as const)('what is read while a mutation makes it untrue is shown all the same: %#', async (query, requestPolicy) => {
  const [mutation, crossing] = [gate(), gate()]
  let reads = 0
  const client = served(async (name) => {
    if (name === 'Register') {
      await mutation.isOpen
      return REGISTERED
    }
    const number = ++reads
    if (number === 2) {
      await crossing.isOpen
    }
    return mine(`as read ${number}`)
  })
  await client.query(MINE, {}).toPromise()
  const registered = client.mutation(REGISTER, {}).toPromise()
  const shown: unknown[] = []
  const { unsubscribe } = pipe(
    client.query(query, {}, { requestPolicy }),
    subscribe(({ data }) => shown.push(data?.me.registration.state)),
  )
  await vi.waitFor(() => expect(reads).toBe(2))
  mutation.open()
  await registered
  crossing.open()
  await vi.waitFor(() => expect(shown.at(-1)).toMatch(/^as read [^1]/))
  expect(shown).not.toContain(undefined)
  unsubscribe()
})

test('what never can be shown is handed on at last', async () => {
  let reads = 0
  const client = served(() => Promise.resolve({ read: ++reads }))
  expect((await client.query(MINE, {}).toPromise()).data).toBeNull()
  expect(reads).toBe(6)
})
