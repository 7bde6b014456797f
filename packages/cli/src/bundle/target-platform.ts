import { closeSync, openSync, readSync } from 'node:fs'

/** The platforms that a bundle can be made for. */
export const targetPlatforms = ['linux-x64', 'linux-arm64', 'win32-x64'] as const

export type TargetPlatform = (typeof targetPlatforms)[number]

/** Machine types of ELF (e_machine) and of PE (Machine), by the platform that runs them. */
const elfMachines: Readonly<Record<number, string>> = { 62: 'linux-x64', 183: 'linux-arm64' }
const peMachines: Readonly<Record<number, string>> = { 34404: 'win32-x64', 43620: 'win32-arm64' }
const headBytes = 4096

/** The platform of this process, as `targetPlatforms` writes it. */
export function ownPlatform(): string {
  return `${process.platform}-${process.arch}`
}

/** The platform that a program or add-on is built for, by its first bytes: `linux-x64`. Undefined: it is none that is known here. */
export function binaryPlatform(head: Buffer): string | undefined {
  if (head.length >= 20 && head.readUInt32BE(0) === 0x7f454c46) return elfMachines[head.readUInt16LE(18)]
  if (head.length < 64 || head.toString('latin1', 0, 2) !== 'MZ') return undefined
  const at = head.readUInt32LE(0x3c)
  if (at + 6 > head.length || head.readUInt32BE(at) !== 0x50450000) return undefined
  return peMachines[head.readUInt16LE(at + 4)]
}

/** The same of a file. */
export function filePlatform(file: string): string | undefined {
  const descriptor = openSync(file, 'r')
  try {
    const head = Buffer.alloc(headBytes)
    return binaryPlatform(head.subarray(0, readSync(descriptor, head, 0, headBytes, 0)))
  } finally {
    closeSync(descriptor)
  }
}
