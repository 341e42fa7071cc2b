/** How the explorer asks our API: by the session's cookie, unless there is an Authorization header. */

import { createGraphiQLFetcher, type Fetcher, type FetcherOpts, type FetcherParams } from '@graphiql/toolkit'
import { getOperationAST, OperationTypeNode, parse, type DocumentNode } from 'graphql'
import { feedOf } from './feed'

const ADDRESS = '/graphql'
const SOCKET_ADDRESS = new URL(ADDRESS, window.location.href.replace(/^http/, 'ws')).href
const ask = createGraphiQLFetcher({ url: ADDRESS, enableIncrementalDelivery: false })

/**
 * GraphiQL notes only some time after the last key what a document is and which operation of it was
 * chosen, so right after a tab was opened it would send the tab before's. What is sent is read here.
 */
export const fetcher: Fetcher = (params, options) => {
  const [sent, how] = asItStands(params, options)
  const operation = how?.documentAST && getOperationAST(how.documentAST, sent.operationName)
  return operation?.operation === OperationTypeNode.SUBSCRIPTION
    ? feedOf(SOCKET_ADDRESS, sent, how?.headers)
    : ask(sent, how)
}

export function asItStands(params: FetcherParams, options?: FetcherOpts): [FetcherParams, FetcherOpts | undefined] {
  const documentAST = parsed(params.query)
  if (!documentAST) {
    return [params, options]
  }
  const meant = getOperationAST(documentAST, params.operationName) ?? getOperationAST(documentAST)
  const operationName = (meant ? meant.name?.value : params.operationName) ?? null
  return [{ ...params, operationName }, { ...options, documentAST }]
}

function parsed(text: string): DocumentNode | null {
  try {
    return parse(text)
  } catch {
    return null // The server says what is wrong with it.
  }
}
