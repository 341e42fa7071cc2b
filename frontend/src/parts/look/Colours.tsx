/** The colours of the present appearance, and how well text stands out. */

import { useLookWords } from '../../messages/look'
import { contrast } from '../../words/contrast'
import { useAppearance } from '../../session/theme'
import { isColour, tokens, type Token } from './tokens'

/** Text on its ground, as it occurs. */
const PAIRS = [
  ['ink', 'ground'],
  ['ink', 'card'],
  ['ink-quiet', 'ground'],
  ['ink-quiet', 'card'],
  ['ink-quiet', 'sunk'],
  ['leaf', 'ground'],
  ['leaf', 'card'],
  ['leaf', 'sunk'],
  ['on-leaf', 'leaf'],
  ['on-leaf', 'leaf-over'],
  ['coin-ink', 'coin-soft'],
  ['wrong', 'card'],
  ['wrong', 'wrong-soft'],
] as const

export function Colours() {
  const { t } = useLookWords()
  useAppearance()
  const colours = tokens().filter(isColour)
  return (
    <>
      <ul className="swatches">
        {colours.map(({ name, value }) => (
          <li key={name}>
            <span className="swatch" style={{ background: `var(${name})` }} />
            <code>{name}</code>
            <span className="quiet small">{value}</span>
          </li>
        ))}
      </ul>
      <h3>{t('look.contrast')}</h3>
      <p className="quiet">{t('look.contrast.text')}</p>
      <ul className="pairs">
        {PAIRS.map(([ink, ground]) => (
          <Pair key={ink + ground} ink={ink} ground={ground} colours={colours} />
        ))}
      </ul>
    </>
  )
}

function Pair({ ink, ground, colours }: { ink: string; ground: string; colours: Token[] }) {
  const { t, language } = useLookWords()
  const valueOf = (name: string) => colours.find((each) => each.name === `--${name}`)?.value ?? ''
  const number = new Intl.NumberFormat(language, { minimumFractionDigits: 1, maximumFractionDigits: 1 })
  return (
    <li style={{ color: `var(--${ink})`, background: `var(--${ground})` }}>
      <b>{number.format(contrast(valueOf(ink), valueOf(ground)))}</b>
      <span className="small">{t('look.on', { ink, ground })}</span>
    </li>
  )
}
