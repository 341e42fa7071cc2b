/** What is loaded when it is wanted: the one export of its file with this name. It may raise NotLoaded. */

import { lazy, type ComponentType, type LazyExoticComponent } from 'react'

/** The file did not come: it may be gone since a newer one was put in its place. */
export class NotLoaded extends Error {}

export function later<Name extends string, File extends Record<Name, ComponentType<any>>>(
  load: () => Promise<File>,
  name: Name,
): LazyExoticComponent<File[Name]> {
  return lazy(() =>
    load().then(
      (file) => ({ default: file[name] }),
      (reason: unknown) => {
        throw new NotLoaded(name, { cause: reason })
      },
    ),
  )
}
