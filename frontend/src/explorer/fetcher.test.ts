import { Kind, parse } from 'graphql'
import { describe, expect, test, vi } from 'vitest'

vi.stubGlobal('window', { location: { href: 'https://likewise.example/admin/explorer' }, fetch })
const { asItStands } = await import('./fetcher')

const OLD = { documentAST: parse('query Economy { economy { people } }') }

describe('what the explorer sends', () => {
  test('is the operation that stands there, whatever the tab before had', () => {
    const query = 'subscription LiveWallet { walletUpdated { wallet { version } } }'
    const [params, options] = asItStands({ query, operationName: 'Economy' }, OLD)
    expect(params.operationName).toBe('LiveWallet')
    const [operation] = options?.documentAST?.definitions ?? []
    expect(operation?.kind === Kind.OPERATION_DEFINITION && operation.operation).toBe('subscription')
  })

  test('is the chosen one of several', () => {
    const query = 'query A { __typename } query B { __typename }'
    expect(asItStands({ query, operationName: 'B' }, OLD)[0].operationName).toBe('B')
    expect(asItStands({ query, operationName: 'C' }, OLD)[0].operationName).toBe('C')
  })

  test('has no name where there is none', () => {
    expect(asItStands({ query: '{ __typename }', operationName: 'Economy' })[0].operationName).toBeNull()
  })

  test('is left as it is when it cannot be read', () => {
    expect(asItStands({ query: '{', operationName: 'A' }, OLD)).toEqual([{ query: '{', operationName: 'A' }, OLD])
  })
})
