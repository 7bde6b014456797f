/** Waits until a condition holds; false where it does not within the time. Asks often, and never sleeps longer than it has to. */
export async function within(milliseconds: number, condition: () => boolean | Promise<boolean>): Promise<boolean> {
  const until = Date.now() + milliseconds
  while (!(await condition())) {
    if (Date.now() > until) return false
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
  return true
}
