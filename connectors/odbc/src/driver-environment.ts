/**
 * The environment of the driver's process: what it inherits, and its own. Never the secrets of other connections, which
 * Berth takes from the environment, and no options for Node.
 */
export function driverEnvironment(
  inherited: Readonly<NodeJS.ProcessEnv>,
  own: Readonly<Record<string, string>>,
): NodeJS.ProcessEnv {
  const kept = Object.entries(inherited).filter(([name]) => name !== 'NODE_OPTIONS' && !/^BERTH_/i.test(name))
  return { ...Object.fromEntries(kept), ...own }
}
