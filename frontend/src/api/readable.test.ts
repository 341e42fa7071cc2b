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
  me: { __typename: 'Me', id: 'me', registration: { __typename: 'Registration', id: '1', state } },
})

test('what is read anew while a mutation makes it untrue is shown all the same', async () => {
  const answers: ((data: object) => void)[] = []
  const fetch = () =>
    new Promise<Response>((resolve) => answers.push((data) => resolve(Response.json({ data }))))
  const client = new Client({
    url: 'http://127.0.0.1/graphql',
    fetch,
    preferGetMethod: false,
    exchanges: [readable, cache(), fetchExchange],
  })
  const shown: unknown[] = []
  const asked = (number: number) => vi.waitFor(() => expect(answers).toHaveLength(number))

  const first = client.query(MINE, {}).toPromise()
  await asked(1)
  answers[0]?.(mine('SUBMITTED'))
  await first
  const registered = client.mutation(REGISTER, {}).toPromise()
  const { unsubscribe } = pipe(
    client.query(MINE, {}, { requestPolicy: 'cache-and-network' }),
    subscribe(({ data }) => shown.push(data?.me.registration.state)),
  )
  await asked(3)
  answers[1]?.(REGISTERED)
  await registered
  answers[2]?.(mine('APPROVED'))
  await asked(4)
  answers[3]?.(mine('APPROVED'))
  await vi.waitFor(() => expect(shown.at(-1)).toBe('APPROVED'))
  expect(shown).not.toContain(undefined)
  unsubscribe()
})
