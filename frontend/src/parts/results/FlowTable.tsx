/** The flows of a month as a table: the same numbers as the chart's, every like by itself. */

import { useState } from 'react'
import { useClient } from 'urql'
import { Link } from 'wouter'
import { operation } from '../../api/documents'
import { problemOf, type Problem } from '../../api/problems'
import { MonthLikesDocument, type MonthLikesQueryVariables } from '../../gql/graphql'
import { useResultWords } from '../../messages/results'
import { decimal } from '../../words/money'
import { announce } from '../announce'
import { Notice } from '../Notice'
import { saveFile } from '../saveFile'
import { SteadyButton } from '../SteadyButton'
import { MoneyCell, Table } from '../Table'
import { csv } from './csv'
import { allFlows, groupsOf, together, type Flow, type GivingLike, type Group, type Line, type Result } from './flows'
import { usePlaceNames, type PlaceName } from './placeNames'

export const MONTH_LIKES = operation(MonthLikesDocument)
const SLICE = 50

interface Props {
  monthText: string
  result: Result
  likes: GivingLike[]
  line: Line | null
  /** Asks for more likes; null when all are here. */
  onMore: (() => void) | null
}

export function FlowTable({ monthText, result, likes, line, onMore }: Props) {
  const { t } = useResultWords()
  return (
    <div>
      <Table
        caption={t('table.caption', { month: monthText })}
        isCaptionSeen
        isGrouped
        head={[
          [t('table.what'), false],
          [t('table.amount'), true],
        ]}
      >
        {groupsOf(result, likes, line).map((group) => (
          <Rows key={group.name} group={group} currency={result.pot.currency} />
        ))}
      </Table>
      <div className="table-end">
        {onMore && (
          <button type="button" className="button-quiet" onClick={onMore}>
            {t('table.more')}
          </button>
        )}
        <Download result={result} line={line} />
      </div>
    </div>
  )
}

function Rows({ group: { name: group, flows }, currency }: { group: Group; currency: string }) {
  const { t } = useResultWords()
  const names = usePlaceNames()
  const nameOf = (flow: Flow): PlaceName => (group === 'into' ? { name: names.intoPot(flow) } : names.to(flow))
  return (
    <tbody>
      <tr className="group">
        <th scope="rowgroup" colSpan={2}>
          {t(`table.${group}`)}
        </th>
      </tr>
      {flows.map((flow) => {
        const { name, more, path } = nameOf(flow)
        return (
          <tr key={`${flow.from} ${flow.to}`}>
            <th scope="row" dir="auto">
              {path ? <Link href={path}>{name}</Link> : name}
              {more && (
                <span className="quiet small" dir="auto">
                  {more}
                </span>
              )}
            </th>
            <MoneyCell money={{ micros: String(flow.micros), currency }} />
          </tr>
        )
      })}
      {flows.length > 1 && (
        <tr className="sum">
          <th scope="row">{t('table.together')}</th>
          <MoneyCell money={{ micros: String(together(flows)), currency }} />
        </tr>
      )}
    </tbody>
  )
}

/** All of it as a file, also the likes that are not shown yet. */
function Download({ result, line }: { result: Result; line: Line | null }) {
  const { t } = useResultWords()
  const client = useClient()
  const names = usePlaceNames()
  const [problem, setProblem] = useState<Problem | null>(null)
  const [isBusy, setBusy] = useState(false)

  async function allLikes(): Promise<GivingLike[]> {
    const found = new Map<string, GivingLike>()
    let after: string | null = null
    do {
      const asked: MonthLikesQueryVariables = { month: result.month, first: SLICE, after }
      const { data, error } = await client.query(MONTH_LIKES, asked, { requestPolicy: 'network-only' }).toPromise()
      if (error || !data?.me?.likes) {
        throw error ?? new Error('no likes')
      }
      const { edges, pageInfo } = data.me.likes
      edges.forEach(({ node }) => found.set(node.id, node))
      after = pageInfo.hasNextPage ? (pageInfo.endCursor ?? null) : null
    } while (after)
    return [...found.values()]
  }

  async function save() {
    setBusy(true)
    try {
      const likes = result.likeCount > 0 ? await allLikes() : []
      const head = (['month', 'from', 'to', 'address', 'amount', 'currency'] as const).map((name) => t(`csv.${name}`))
      const rows = allFlows(result, likes, line).map((flow) => {
        const { name, path } = names.to(flow)
        const address = path ? new URL(path, window.location.origin).href : ''
        return [result.month, names.from(flow), name, address, decimal(flow.micros), result.pot.currency]
      })
      saveFile(`likewise-${result.month}.csv`, csv([head, ...rows]), 'text/csv')
      setProblem(null)
      announce(t('table.csvDone'))
    } catch (error) {
      setProblem(problemOf(error as Parameters<typeof problemOf>[0]))
    } finally {
      setBusy(false)
    }
  }

  return (
    <>
      <SteadyButton className="button-quiet" isBusy={isBusy} onClick={() => void save()}>
        {t('table.csv')}
      </SteadyButton>
      <Notice problem={problem} onRetry={() => void save()} />
    </>
  )
}
