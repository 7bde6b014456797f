import { fetchFromFolder } from '../src/wsdl/fetch-document.ts'
import { loadDocuments } from '../src/wsdl/load-documents.ts'
import { type ServiceDescription, serviceDescription } from '../src/wsdl/service-description.ts'

/** Reads a WSDL of the folder `fixtures`. */
export async function describedFixture(file: string): Promise<ServiceDescription> {
  const start = new URL(`fixtures/${file}`, import.meta.url)
  const documents = await loadDocuments(start, fetchFromFolder(start), AbortSignal.timeout(5000))
  return serviceDescription(documents, file)
}
