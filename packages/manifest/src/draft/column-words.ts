const longestTitle = 60
const longestText = 200

/** The title that a comment begins with: what stands before brackets, colons, commas and lists of codes. */
export function commentTitle(comment: string): string {
  const text = oneLine(comment)
  const head = text.split(/[（(【[：:，,；;。]/)[0]?.trim() ?? ''
  return shortened(head === '' ? text : head, longestTitle)
}

/** A comment as a text of the manifest, on one line. Empty when the system has none. */
export function oneLine(comment: string | undefined): string {
  return shortened((comment ?? '').replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ').trim(), longestText)
}

/** Whether a comment says that what it describes is a state secret, or how secret it is (MAN-3). */
export function speaksOfSecrets(comment: string | undefined): boolean {
  return /涉密|国家秘密|绝密|机密/.test(comment ?? '')
}

function shortened(text: string, longest: number): string {
  const characters = Array.from(text)
  return characters.length > longest ? `${characters.slice(0, longest - 1).join('')}…` : text
}
