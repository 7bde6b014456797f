import type { Language } from '@berth/core'
import { connectorsPage } from './connectors-page.ts'
import { contractPage, contractRoles } from './contract-page.ts'
import { elementsPage } from './elements-page.ts'
import { gatewaysPage } from './gateways-page.ts'

/** A page that is made from the sources: its path below docs, and what it has to say. */
export interface GeneratedPage {
  readonly file: string
  readonly text: string
}

/** The pages that are made here, in both languages; those of the manifest and of the commands are made by their packages. */
export function generatedPages(): GeneratedPage[] {
  return (['en', 'zh'] as const).flatMap((language: Language) => {
    const folder = language === 'zh' ? 'zh/' : ''
    return [
      { file: `${folder}elements.md`, text: elementsPage(language) },
      { file: `${folder}gateways.md`, text: gatewaysPage(language) },
      { file: `${folder}connectors.md`, text: connectorsPage(language) },
      ...contractRoles.map((role) => ({
        file: `${folder}contract/${role}.md`,
        text: contractPage(role, language),
      })),
    ]
  })
}
