/** How well text stands out from its ground, by WCAG 2.2: 1 is not at all, 21 is black on white. */

const DARKEST_LINEAR = 0.04045

function linear(byte: number): number {
  const part = byte / 255
  return part <= DARKEST_LINEAR ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
}

/** The relative luminance of a colour as `#rrggbb` or `#rgb`. */
function luminance(hex: string): number {
  const digits = hex.length > 4 ? hex.slice(1) : hex.slice(1).replace(/./g, '$&$&')
  const [red = 0, green = 0, blue = 0] = [0, 2, 4].map((at) => linear(parseInt(digits.slice(at, at + 2), 16)))
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

/** The ratio of two colours, in whichever order. */
export function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b)
  return (light + 0.05) / (dark + 0.05)
}
