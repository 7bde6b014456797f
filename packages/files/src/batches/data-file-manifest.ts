import { canonicalJson, type Signer, type SigningKey, signBytes, type VerificationKey, verifyBytes } from '@berth/trust'

/** What stands in `<data file>.manifest.json`: with it a receiver knows that a file is whole and is the next one (FIL-1). */
export interface DataFileManifest {
  readonly berth: 1
  readonly system: string
  readonly resource: string
  readonly file: string
  readonly format: 'ndjson' | 'csv' | 'xml' | 'fixed-width' | 'xlsx' | 'dbf'
  /**
   * How it is written, in the words in which a connection to files says how one is read: `charset`, `separator`, `columns` by item. Absent: as
   * the format is where nothing is said.
   */
  readonly layout?: Readonly<Record<string, unknown>>
  /** From 1 without gaps: a missing number is a missing file (FIL-2). */
  readonly sequence: number
  readonly rows: number
  readonly bytes: number
  /** SHA-256 of the data file, hexadecimal. */
  readonly sha256: string
  /** The items in the order they stand in each record. */
  readonly schema: readonly { readonly item: string; readonly type: string }[]
  /** Deleted rows are told: the record says so in `$change`. Absent: every record is of a row that is there. */
  readonly deletes?: true
  /** An `instant` value. */
  readonly created: string
}

/** Who signed, and the signature of that key (Ed25519, or SM2 as r and s) over the canonical JSON of everything but the signature, base64url. */
export interface FileSignature {
  readonly kid: string
  readonly value: string
}

/** A manifest, with its signature where the docking has a key. */
export interface SignedDataFileManifest extends DataFileManifest {
  readonly signature?: FileSignature
}

/** A data file and its manifest, in the order in which they appear. */
export function dataFileParts(file: string): readonly [string, string] {
  return [file, manifestName(file)]
}

/** The name of the manifest of a data file. */
export function manifestName(file: string): string {
  return `${file}.manifest.json`
}

/** The signature of a document of a data file, a manifest or a receipt. */
export function signDocument(document: object, key: SigningKey): FileSignature {
  const value = signBytes(key, Buffer.from(canonicalJson(document))).toString('base64url')
  return { kid: key.id, value }
}

/** The same by a signer. Rejects as it does. */
export async function signDocumentBy(document: object, signer: Signer): Promise<FileSignature> {
  const value = Buffer.from(await signer.sign(Buffer.from(canonicalJson(document)))).toString('base64url')
  return { kid: signer.id, value }
}

/** Whether the signature of a document is the key's; `document` is without its signature. */
export function documentHolds(document: object, signature: FileSignature, key: VerificationKey): boolean {
  const bytes = Buffer.from(signature.value, 'base64url')
  return verifyBytes(key, Buffer.from(canonicalJson(document)), bytes)
}

/** Takes a document and its signature apart; undefined where it has none, or none in this form. */
export function signedParts<Signed extends { readonly signature?: FileSignature }>(
  signed: Signed,
): { readonly document: Omit<Signed, 'signature'>; readonly signature: FileSignature | undefined } {
  const { signature, ...document } = signed
  const kid: unknown = signature?.kid
  const value: unknown = signature?.value
  const whole = typeof kid === 'string' && typeof value === 'string'
  return { document, signature: whole ? { kid, value } : undefined }
}
