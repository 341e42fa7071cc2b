/** A list as far as it was read: waiting, missing, empty, or its entries and the way to more. */

import type { ReactNode } from 'react'
import type { Slices } from '../session/slices'
import { More } from './More'
import { Notice } from './Notice'
import { Waiting } from './Waiting'

interface ListProps<Node> {
  slices: Slices<unknown>
  /** The connection in what was read. */
  of: Connection<Node> | null | undefined
  empty: ReactNode
  /** How many entries the shape of what is coming has. */
  rows?: number | undefined
  /** Says at the end that this was all, also to who has not read on. */
  hasEnd?: boolean
  children: (nodes: Node[]) => ReactNode
}

/** A list as the server gives it, as far as it was read. */
export interface Connection<Node> {
  edges: { node: Node }[]
  pageInfo: { hasNextPage: boolean; endCursor?: string | null }
}

export function List<Node>({ slices, of, empty, rows, hasEnd = false, children }: ListProps<Node>) {
  const { problem, isFetching, hasReadOn, readOn, readAgain } = slices
  if (!of) {
    return problem && !isFetching ? <Notice problem={problem} onRetry={readAgain} /> : <Waiting rows={rows} />
  }
  const nodes = of.edges.map(({ node }) => node)
  return (
    <>
      {nodes.length > 0 ? children(nodes) : empty}
      <Notice problem={problem} onRetry={readAgain} />
      {(of.pageInfo.hasNextPage || (nodes.length > 0 && (hasEnd || hasReadOn))) && (
        <More pageInfo={of.pageInfo} isFetching={isFetching} onMore={readOn} />
      )}
    </>
  )
}
