/** A person's initial on a colour of her own. The name stands beside it, so it is an ornament. */

const TONES = 6

function toneOf(handle: string): number {
  return [...handle].reduce((sum, letter) => (sum * 31 + (letter.codePointAt(0) ?? 0)) % 997, 7) % TONES
}

interface AvatarProps {
  handle: string
  name: string
  isLarge?: boolean
}

export function Avatar({ handle, name, isLarge = false }: AvatarProps) {
  const initial = [...name.trim()][0] ?? handle[0]
  return (
    <span className={`avatar hue-${toneOf(handle)} ${isLarge ? 'avatar-large' : ''}`} aria-hidden>
      {initial?.toLocaleUpperCase()}
    </span>
  )
}
