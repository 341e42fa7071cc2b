/** Where the money of a month went, as a Sankey. Its table stands beside it: this is for the eye. */

import { sankey, sankeyJustify, sankeyLinkHorizontal, type SankeyLink, type SankeyNode } from 'd3-sankey'
import type { CSSProperties } from 'react'
import { useResultWords } from '../../messages/results'
import { about, exact } from '../../words/money'
import { allFlows, type Flow, type Line, type Place, type Result, type GivingLike } from './flows'
import { usePlaceNames } from './placeNames'
import { useWidth } from './useWidth'

const NARROW_PIXELS = 520
const NARROW_LIKES = 6
const WIDE_LIKES = 11
const NARROW_SIDE_PIXELS = 132
const WIDE_SIDE_PIXELS = 220
const ROW_PIXELS = 50
const GAP_PIXELS = 38
const BAR_PIXELS = 10
const TOP_PIXELS = 40
/** Half of the label of a last bar, however thin. */
const BOTTOM_PIXELS = 20
const BESIDE_THE_POT: readonly Place[] = ['paid', 'budget', 'before']
/** These add up by themselves: cut to cents they would not. */
const TO_THE_MICRO: readonly Place[] = ['paid', 'fee']
const TONES: Partial<Record<Place, string>> = { paid: 'leaf', budget: 'leaf', kept: 'leaf', stayed: 'leaf', fee: 'quiet' }

interface Spot {
  place: Place
  name: string
}
interface Stream {
  tone: string
}
type Node = SankeyNode<Spot, Stream>
type Link = SankeyLink<Spot, Stream>

interface Props {
  monthText: string
  result: Result
  likes: GivingLike[]
  line: Line | null
}

export function FlowChart({ monthText, result, likes, line }: Props) {
  const { t, language } = useResultWords()
  const names = usePlaceNames()
  const [frame, width] = useWidth<HTMLDivElement>()
  const isNarrow = width < NARROW_PIXELS
  const most = isNarrow ? NARROW_LIKES : WIDE_LIKES
  const flows = allFlows(result, likes, line, most)
  const side = isNarrow ? NARROW_SIDE_PIXELS : WIDE_SIDE_PIXELS
  const laid = layOut(flows, names, width, side)
  const money = ({ place, value }: Node) => {
    const sum = { ...result.pot, micros: String(value ?? 0) }
    return TO_THE_MICRO.includes(place) ? exact(sum, language) : about(sum, language)
  }
  return (
    <div ref={frame} className="sankey" role="img" aria-label={t('flow.label', { month: monthText })}>
      {laid && (
        <>
          <svg width={width} height={laid.height} viewBox={`0 0 ${width} ${laid.height}`} focusable="false" aria-hidden>
            {laid.links.map((link, index) => (
              <path key={index} className={`stream stream-${link.tone}`} d={path(link) ?? ''} strokeWidth={Math.max(link.width ?? 0, 1)} />
            ))}
            {laid.nodes.map((node) => (
              <rect key={node.place} className={`bar bar-${TONES[node.place] ?? 'coin'}`} x={node.x0} y={node.y0} width={BAR_PIXELS} height={Math.max((node.y1 ?? 0) - (node.y0 ?? 0), 2)} rx={3} />
            ))}
          </svg>
          {laid.nodes.map((node) => (
            <span key={node.place} className={node.isLast ? 'spot spot-last' : 'spot'} style={placed(node, width, side)} aria-hidden>
              <span dir="auto">{node.name}</span>
              <data value={node.value}>{money(node)}</data>
            </span>
          ))}
        </>
      )}
    </div>
  )
}

const path = sankeyLinkHorizontal<Spot, Stream>()

/** Where everything stands; null before the width is known. */
function layOut(flows: Flow[], names: ReturnType<typeof usePlaceNames>, width: number, side: number) {
  if (width === 0 || flows.length === 0) {
    return null
  }
  const spots = new Map<Place, Spot>()
  for (const flow of flows) {
    spots.set(flow.from, { place: flow.from, name: names.from(flow) })
  }
  for (const flow of flows) {
    spots.set(flow.to, spots.get(flow.to) ?? { place: flow.to, name: names.to(flow).name })
  }
  const ends = flows.filter(({ to }) => to !== 'pot').length
  const height = TOP_PIXELS + Math.max(ends, 2) * ROW_PIXELS + BOTTOM_PIXELS
  const links = flows.map(({ from, to, micros }) => ({
    source: from,
    target: to,
    value: Number(micros),
    tone: TONES[to] ?? TONES[from] ?? 'coin',
  }))
  const laid = sankey<Spot, Stream>()
    .nodeId(({ place }) => place)
    .nodeAlign(sankeyJustify)
    .nodeSort(null)
    .linkSort(null)
    .nodeWidth(BAR_PIXELS)
    .nodePadding(GAP_PIXELS)
    .extent([
      [0, TOP_PIXELS],
      [width - side, height - BOTTOM_PIXELS],
    ])({ nodes: [...spots.values()].map((spot) => ({ ...spot })), links: links as unknown as Link[] })
  const lastX = Math.max(...laid.nodes.map(({ x0 }) => x0 ?? 0))
  const nodes = laid.nodes.map((node) => ({ ...node, isLast: node.x0 === lastX }))
  return { height, nodes, links: laid.links }
}

/** Labels of the last column stand beside their bars, all others above, where the pot's has its room. */
function placed(node: Node & { isLast: boolean }, width: number, side: number): CSSProperties {
  const { x0 = 0, y0 = 0, y1 = 0 } = node
  return node.isLast
    ? { left: x0 + BAR_PIXELS + 8, top: (y0 + y1) / 2, width: side - BAR_PIXELS - 8 }
    : { left: x0, top: y0, maxWidth: (width - side) / (BESIDE_THE_POT.includes(node.place) ? 2 : 1) - 12 }
}
