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

/** Python, with spyne, a server for SOAP, and xmlsec, which verifies signatures. */
export async function liveSpyne(): Promise<LiveServer<LiveProgram>> {
  return { data: { program: '/usr/bin/python3' }, stop: async () => undefined }
}

/** A compiler for C++, with gSOAP's generator of services. */
export async function liveGsoap(): Promise<LiveServer<LiveProgram & { readonly compiler: string }>> {
  return { data: { program: '/usr/bin/soapcpp2', compiler: '/usr/bin/g++' }, stop: async () => undefined }
}

/** Programs that read workbooks and tables: LibreOffice, GDAL, and Python with openpyxl and dbf. */
export async function liveSpreadsheets(): Promise<
  LiveServer<{ readonly office: string; readonly gdal: string; readonly python: string }>
> {
  return {
    data: { office: '/usr/bin/soffice', gdal: '/usr/bin/ogr2ogr', python: '/usr/bin/python3' },
    stop: async () => undefined,
  }
}
