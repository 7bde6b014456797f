import type { LiveServer } from './live-server.ts'

/** A program that live tests run themselves, where it is. */
export interface LiveProgram {
  readonly program: string
}

/** nginx. */
export async function liveNginx(): Promise<LiveServer<LiveProgram>> {
  return { data: { program: '/usr/sbin/nginx' }, stop: async () => undefined }
}

/** PHP, with its extension for SOAP. */
export async function livePhp(): Promise<LiveServer<LiveProgram>> {
  return { data: { program: '/usr/bin/php' }, stop: async () => undefined }
}

/** Python, with zeep, a client for SOAP. */
export async function liveZeep(): Promise<LiveServer<LiveProgram>> {
  return { data: { program: '/usr/bin/python3' }, stop: async () => undefined }
}
