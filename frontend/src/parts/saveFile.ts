/** Hand a text to the browser as a file to keep. `kind`: what it is, as a media type. */
export function saveFile(name: string, text: string, kind: 'text/csv' | 'application/json'): void {
  const address = URL.createObjectURL(new Blob([text], { type: `${kind};charset=utf-8` }))
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  URL.revokeObjectURL(address)
}
