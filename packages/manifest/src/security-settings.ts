/** How the agent serves HTTP. */
export interface ServeSettings {
  /** Absent: plain HTTP, for this machine or a proxy in front. */
  readonly tls?: ServeTls
}

/** TLS of the agent's own service. All files are PEM; one that is replaced is taken up while the agent runs. */
export interface ServeTls {
  /** The certificate with those behind it, from the agent's own to the one that the authority signed. */
  readonly certificate: string
  /** Its private key, for its owner alone. */
  readonly key: string
  /** Absent: nobody is asked for a certificate. */
  readonly clients?: ServeClients
}

/** Whose certificates are asked for, and which belongs to whom (SEC-5). */
export interface ServeClients {
  /** A file with the authorities; no others count. */
  readonly authorities: string
  /** By the id of the party that signs or logs in. One that is not here has a certificate whose common name is its id. */
  readonly callers: Readonly<Record<string, CallerCertificate>>
}

/** The certificates of one caller. What is written has to hold, all of it. */
export interface CallerCertificate {
  /** @default the id of the caller, where no fingerprints are written */
  readonly commonName?: string
  /** SHA-256 of its certificates, 64 hexadecimal digits in lower case; several while one is exchanged. */
  readonly fingerprints?: readonly string[]
}

/** TLS towards the platform. All files are PEM; one that is replaced is taken up while the agent runs. */
export interface PlatformTls {
  /** The authorities of the platform's certificate; no others count. Absent: those that Node knows. */
  readonly authorities?: string
  /** The certificate that is shown to the platform, with those behind it. Absent: none. */
  readonly certificate?: string
  /** Its private key, for its owner alone. There where `certificate` is. */
  readonly key?: string
}

/** Algorithms, keys, and how long something is relied on. */
export interface TrustSettings {
  /** The one profile of every key, the platform's too, and of hashes as masks. Absent: keys of either, and SHA-256. */
  readonly profile?: 'international' | 'commercial'
  /** What values are hashed with where a mask says so, as written: a text with references `${secret:NAME}`. */
  readonly maskKey?: string
  readonly revocations?: RevocationSettings
  /** Absent: the key in `.berth/agent.key` signs. */
  readonly signer?: SignerSettings
}

/** How long the agent relies on a list of revoked grants. */
export interface RevocationSettings {
  /** How often the platform is asked for it. @default a minute */
  readonly everyMs: number
  /** Its age beyond which every grant is refused. @default 15 minutes */
  readonly maxAgeMs: number
}

/** A program that signs in place of the docking's own key, before a signature server or a security module. */
export interface SignerSettings {
  /** The program and its parameters, run without a shell. */
  readonly command: readonly [string, ...string[]]
  /** A file with the public half of the key. */
  readonly publicKey: string
}
