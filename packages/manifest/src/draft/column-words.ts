const longestTitle = 60
const longestText = 200

/** The title that a comment begins with: what stands before brackets, colons, commas and the first code of a list. */
export function commentTitle(comment: string): string {
  const text = oneLine(comment)
  const head = text.split(/[（(【[：:，,；;。]|\s+(?=\d)/)[0]?.trim() ?? ''
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

const credentialNames: ReadonlySet<string> = new Set(
  'mm mima kl kouling password passwd passwords pwd pass passcode userpwd loginpwd secret secretkey token apikey salt'.split(
    ' ',
  ),
)

/** Whether a column holds passwords or keys, by its name or comment. */
export function holdsCredentials({ name, comment }: { readonly name: string; readonly comment?: string }): boolean {
  const words = name
    .replaceAll(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .split(/[^a-z]+/)
  const last = words.filter((word) => word !== '').at(-1) ?? ''
  return (
    credentialNames.has(last) ||
    credentialNames.has(words.join('')) ||
    /密码|口令|密钥/.test(`${name} ${comment ?? ''}`)
  )
}

function shortened(text: string, longest: number): string {
  const characters = Array.from(text)
  return characters.length > longest ? `${characters.slice(0, longest - 1).join('')}…` : text
}
