/** The tokens as the browser has them from look/tokens.css: a page about them cannot be out of date. */

export interface Token {
  name: string
  value: string
}

const COLOUR = /^#([0-9a-f]{3}){1,2}$/i
const THE_BUILDS_OWN = '--lightningcss'

function* rulesOf(list: CSSRuleList): Generator<CSSStyleRule> {
  for (const rule of list) {
    if (rule instanceof CSSStyleRule) {
      yield rule
    } else if (rule instanceof CSSMediaRule) {
      yield* rulesOf(rule.cssRules)
    }
  }
}

function names(): string[] {
  const found = [...document.styleSheets]
    .flatMap((sheet) => [...rulesOf(sheet.cssRules)])
    .filter(({ selectorText }) => selectorText.includes(':root'))
    .flatMap(({ style }) => [...style].filter((name) => name.startsWith('--') && !name.startsWith(THE_BUILDS_OWN)))
  return [...new Set(found)]
}

/** Every token with its value in the present appearance, in the order of the file. */
export function tokens(): Token[] {
  const style = getComputedStyle(document.documentElement)
  return names().map((name) => ({ name, value: style.getPropertyValue(name).trim() }))
}

export function isColour({ value }: Token): boolean {
  return COLOUR.test(value)
}
