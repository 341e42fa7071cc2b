/** The look in one page: every token as it is, and the parts made of them. */

import type { ReactNode } from 'react'
import { useLookWords } from '../messages/look'
import { Colours } from '../parts/look/Colours'
import { Samples } from '../parts/look/Samples'
import { isColour, tokens, type Token } from '../parts/look/tokens'
import '../look/look.css'

const TEXT = /^--size-/
const LENGTH = /^(\d*\.)?\d+rem$/
const DRAWN_BELOW_REM = 10

export function LookPage() {
  const { t } = useLookWords()
  const rest = tokens().filter((each) => !isColour(each))
  const sizes = rest.filter(({ name }) => TEXT.test(name))
  const lengths = rest.filter(({ name, value }) => !TEXT.test(name) && LENGTH.test(value))
  const others = rest.filter((each) => !sizes.includes(each) && !lengths.includes(each))
  return (
    <div className="look">
      <header>
        <h1>{t('look.title')}</h1>
        <p className="lead">{t('look.lead')}</p>
      </header>
      <Part title={t('look.colours')}>
        <Colours />
      </Part>
      <Part title={t('look.type')}>
        {sizes.map(({ name }) => (
          <p key={name} className="specimen">
            <code className="quiet small">{name}</code>
            <span style={{ fontSize: `var(${name})` }}>{t('look.specimen')}</span>
          </p>
        ))}
      </Part>
      <Part title={t('look.space')}>
        <p className="quiet">{t('look.space.text')}</p>
        <Table caption={t('look.space')} tokens={lengths} isDrawn />
      </Part>
      <Part title={t('look.rest')}>
        <Table caption={t('look.rest')} tokens={others} />
      </Part>
      <Part title={t('look.parts')}>
        <Samples />
      </Part>
    </div>
  )
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="look-part">
      <h2>{title}</h2>
      {children}
    </section>
  )
}

function Table({ caption, tokens, isDrawn = false }: { caption: string; tokens: Token[]; isDrawn?: boolean }) {
  const { t } = useLookWords()
  return (
    <table className="tokens">
      <caption className="unseen">{caption}</caption>
      <thead>
        <tr>
          <th scope="col">{t('look.token')}</th>
          <th scope="col">{t('look.value')}</th>
        </tr>
      </thead>
      <tbody>
        {tokens.map(({ name, value }) => (
          <tr key={name}>
            <th scope="row">
              <code>{name}</code>
            </th>
            <td>
              {value}
              {isDrawn && parseFloat(value) < DRAWN_BELOW_REM && (
                <span className="length" style={{ width: `var(${name})` }} />
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
