/** Money with every micro: what is below the cent stands smaller. */

import { useWords } from '../messages/words'
import { exact, inCents, type Money } from '../words/money'

export function Amount({ money }: { money: Money }) {
  const { language } = useWords()
  const whole = inCents(money, language)
  const all = exact(money, language)
  const end = /\D*$/.exec(whole)?.[0] ?? ''
  const start = whole.slice(0, whole.length - end.length)
  const rest = all.startsWith(start) ? all.slice(start.length, all.length - end.length) : ''
  return (
    <data className="amount" value={money.micros}>
      {start}
      {rest && <small>{rest}</small>}
      {end}
    </data>
  )
}
