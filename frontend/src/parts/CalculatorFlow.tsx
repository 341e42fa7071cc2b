/** Where the money of a calculated month goes, hop by hop: a picture, and the table behind it. */

import { useCalculatorWords } from '../messages/calculator'
import { atAGlance, inCents } from '../words/money'
import type { Calculated } from './CalculatorSums'
import { Table } from './Table'

const ENDS = ['toCreators', 'passedOn', 'kept'] as const
const PARTS = 10_000n

export function CalculatorFlow({ found }: { found: Calculated }) {
  const { t, n, language } = useCalculatorWords()
  const hops = hopsOf(found)
  if (hops.length === 0) {
    return <p className="quiet">{t('calculator.flow.empty')}</p>
  }
  const whole = BigInt(found.paidIn.micros)
  const { currency } = found.paidIn
  const money = (micros: bigint) => inCents({ micros: String(micros), currency }, language)
  const nameOf = (hop: number) =>
    hop === 0 ? t('calculator.hop.first') : n('calculator.hop.next', hop, {})
  return (
    <figure className="flow">
      <figcaption>
        <span>{t('calculator.flow')}</span>
        <ul className="flow-key small quiet">
          {ENDS.map((end) => (
            <li key={end}>
              <i className={`flow-${end}`} aria-hidden />
              {t(`calculator.flow.${end}`)}
            </li>
          ))}
        </ul>
      </figcaption>
      <div
        className="flow-picture small"
        role="img"
        aria-label={t('calculator.flow.label', {
          sum: atAGlance(found.paidIn, language, 'name'),
          creators: atAGlance(found.creators.received, language),
        })}
      >
        {hops.map((each) => (
          <div key={each.hop} className="flow-hop">
            <span className="quiet">{nameOf(each.hop)}</span>
            <span className="flow-bar">
              {ENDS.map((end) => (
                <i key={end} className={`flow-${end}`} style={{ width: partOf(each[end], whole) }} />
              ))}
            </span>
          </div>
        ))}
      </div>
      <details className="small">
        <summary>{t('calculator.table')}</summary>
        <Table
          caption={t('calculator.flow')}
          head={[
            [t('calculator.hop'), false],
            [t('calculator.flow.shared'), true],
            ...ENDS.map((end) => [t(`calculator.flow.${end}`), true] as const),
          ]}
        >
          {hops.map((each) => (
            <tr key={each.hop}>
              <th scope="row">{nameOf(each.hop)}</th>
              {[each.shared, ...ENDS.map((end) => each[end])].map((micros, column) => (
                <td key={column} className="number">
                  {money(micros)}
                </td>
              ))}
            </tr>
          ))}
        </Table>
      </details>
    </figure>
  )
}

/** The hops in micros. What is passed on at one is what is shared at the next. */
function hopsOf({ byHop }: Calculated) {
  return byHop.map(({ hop, shared, toCreators, kept }, index) => ({
    hop,
    shared: BigInt(shared.micros),
    toCreators: BigInt(toCreators.micros),
    passedOn: BigInt(byHop[index + 1]?.shared.micros ?? 0),
    kept: BigInt(kept.micros),
  }))
}

function partOf(micros: bigint, whole: bigint): string {
  return `${Number((micros * PARTS) / whole) / 100}%`
}
