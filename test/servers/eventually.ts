/** Waits until a condition holds; false when it did not within ten seconds. */
export async function eventually(condition: () => boolean | Promise<boolean>): Promise<boolean> {
  const end = Date.now() + 10_000
  while (!(await condition())) {
    if (Date.now() > end) return false
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  return true
}
