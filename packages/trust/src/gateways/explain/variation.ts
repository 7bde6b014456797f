import type { GatewayFinding } from './ingredient.ts'
import type { Recipe } from './recipe.ts'

/** One way in which a caller may have signed otherwise. */
export interface Variation {
  readonly finding: GatewayFinding
  /** The recipe so changed. The same one where it changes nothing there. */
  readonly change: (recipe: Recipe) => Recipe
}
