/** Our documents: each is an operation with a name, and known to the server by the digest of its text. */

import { createRequest, type AnyVariables, type TypedDocumentNode } from 'urql'
import type { TypedDocumentString } from '../gql/graphql'

const digestsByName = new Map<string, string>()

/** What urql takes for a generated document. Call it once for each, at the top of a file. */
export function operation<Result, Variables>(
  text: TypedDocumentString<Result, Variables>,
): TypedDocumentNode<Result, Variables & AnyVariables> {
  const document = createRequest(text.toString(), {}).query
  const [definition] = document.definitions
  const digest = text.__meta__?.hash as string | undefined
  if (digest !== undefined && definition?.kind === 'OperationDefinition' && definition.name) {
    digestsByName.set(definition.name.value, digest)
  }
  return document as TypedDocumentNode<Result, Variables & AnyVariables>
}

export interface Body {
  query?: string | null
  documentId?: string
  operationName?: string | undefined
  variables?: unknown
}

/** Whether something is changed; our documents begin with their operation. */
export function isMutation(body: Body): boolean {
  return body.query?.trimStart().startsWith('mutation') ?? false
}

/**
 * The body as it is sent: the digest in place of the text, since the server has it.
 * During development it may have an older manifest, so the text goes.
 */
export function trusted(body: Body): Body {
  const digest = digestsByName.get(body.operationName ?? '')
  if (digest === undefined || import.meta.env.DEV) {
    return body
  }
  return { documentId: digest, variables: body.variables }
}
