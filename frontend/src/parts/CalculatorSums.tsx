/** What a calculated month means for a like, for creators, for friends and for the platform. */

import type { CalculatorQuery } from '../gql/graphql'
import { useCalculatorWords } from '../messages/calculator'
import { about, atAGlance, type Money } from '../words/money'

export type Calculated = NonNullable<CalculatorQuery['simulation']>

export function CalculatorSums({ found }: { found: Calculated }) {
  const { t, language } = useCalculatorWords()
  const people = new Intl.NumberFormat(language, { notation: 'compact', compactDisplay: 'long' })
  const small = (money: Money) => about(money, language)
  const { creators, friends } = found
  const rows = [
    [
      t('calculator.like'),
      small(found.supportersLike),
      t('calculator.like.text', { other: small(found.othersLike) }),
    ],
    [
      t('calculator.creators'),
      atAGlance(creators.received, language),
      t('calculator.creators.text', {
        people: people.format(creators.people),
        mean: small(creators.mean),
        median: small(creators.median),
      }),
    ],
    [
      t('calculator.friends'),
      atAGlance(found.passedOn, language),
      t('calculator.friends.text', {
        people: people.format(friends.people),
        mean: small(friends.mean),
        median: small(friends.median),
      }),
    ],
    [t('calculator.cut'), atAGlance(found.cut, language), t('calculator.cut.text')],
  ] as const
  return (
    <dl className="calculator-sums">
      {rows.map(([name, value, text]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>
            <b>{value}</b>
            <span className="quiet small">{text}</span>
          </dd>
        </div>
      ))}
    </dl>
  )
}
