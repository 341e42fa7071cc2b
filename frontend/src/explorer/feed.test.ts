import { expect, test } from 'vitest'
import { asAnswer } from './feed'

const told = (error: unknown, wasLetIn = true) => asAnswer(error, wasLetIn).errors?.map(({ message }) => message)

test('a socket that was closed says why in a sentence, and nothing of our code', () => {
  expect(told({ code: 4401, reason: 'Your session has ended' })?.[0]).toMatch(/^Your session has ended\. Sign in/)
  expect(told({ code: 4403, reason: 'Forbidden' })).toEqual(['You are not an operator any more.'])
  expect(told({ code: 4403, reason: 'Forbidden' }, false)).toEqual(['The token in the Authorization header is nobody’s.'])
  expect(told({ code: 1009 })?.[0]).toMatch(/^This is longer than/)
  expect(told({ code: 4400 })?.[0]).toMatch(/^The server could not make sense/)
  expect(told({ code: 4429 })?.[0]).toMatch(/^Too many messages/)
  for (const lost of [{ code: 1006 }, new Error('at x (y.js:1)'), undefined]) {
    expect(told(lost)).toEqual(['The connection to the server was lost.'])
  }
})

test('what the server refuses stays in its words', () => {
  expect(told([{ message: 'Cannot query field "x".' }])).toEqual(['Cannot query field "x".'])
})
