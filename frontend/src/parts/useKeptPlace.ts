/** Nobody loses her place: when what had the focus has gone, the focus goes on to what stands there now. */

import { useEffect, type RefObject } from 'react'

const STOPS = 'h1, h2, h3, a[href], button, summary, input, select, textarea'
/** To be in one of these opens a keyboard on a phone: nobody is put there who did not ask for it. */
const TYPED_INTO = 'textarea, input:not([type=checkbox], [type=radio], [type=range])'

/** For all that goes from `main`, unless who took it away has given the focus to something. */
export function useKeptPlace(main: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const around = main.current as HTMLElement
    let path: Node[] = []
    const come = ({ target }: FocusEvent) => {
      path = pathFrom(target as Node, around)
    }
    /** She has left it herself, if it is still there in a moment. */
    const leave = ({ target }: FocusEvent) =>
      setTimeout(() => {
        if ((target as Node).isConnected && path[0] === target && isLost()) {
          path = []
        }
      })
    const watch = new MutationObserver((changes) => {
      const gone = changes.findLast(
        ({ target, removedNodes }) => target.isConnected && path.some((each) => [...removedNodes].includes(each as ChildNode)),
      )
      if (gone && isLost()) {
        path = []
        goOn(gone)
      }
    })
    around.addEventListener('focusin', come)
    around.addEventListener('focusout', leave)
    watch.observe(around, { childList: true, subtree: true })
    return () => {
      watch.disconnect()
      around.removeEventListener('focusin', come)
      around.removeEventListener('focusout', leave)
    }
  }, [main])
}

function isLost(): boolean {
  return document.activeElement === null || document.activeElement === document.body
}

/** A node, and what it stands in, below `around`. */
function pathFrom(node: Node, around: Node): Node[] {
  return node === around || !node.parentNode ? [] : [node, ...pathFrom(node.parentNode, around)]
}

function goOn(gone: MutationRecord): void {
  const there = standingFor(gone)
  const inside = there.matches(STOPS) ? [there] : [...there.querySelectorAll<HTMLElement>(STOPS)]
  const first = inside.find((each) => each.checkVisibility())
  const place = first && !first.matches(TYPED_INTO) ? first : there
  if (place.tabIndex < 0) {
    place.tabIndex = -1
  }
  place.focus()
}

/** What has come in its stead, else the row after it, else the row before it, else what it stood in. */
function standingFor({ target, previousSibling, nextSibling }: MutationRecord): HTMLElement {
  const parent = target as HTMLElement
  const isKept = previousSibling?.parentNode === parent
  const before = isKept ? elementAt(previousSibling, 'previousElementSibling') : null
  const after = isKept
    ? (previousSibling as ChildNode & NonDocumentTypeChildNode).nextElementSibling
    : nextSibling?.parentNode === parent
      ? elementAt(nextSibling, 'nextElementSibling')
      : parent.firstElementChild
  const row = before?.tagName === 'LI' ? before : null
  return (after ?? row ?? parent) as HTMLElement
}

/** The element that this node is, or the next one on. */
function elementAt(node: Node, onward: 'previousElementSibling' | 'nextElementSibling'): Element | null {
  return node instanceof Element ? node : (node as CharacterData)[onward]
}
