// The kit's second channel to the real system: it makes datasets there, fills them and reads them back past the connector, by another
// driver or connection. Write it by the pattern of sample-target.js. Until then the real system was not tried, and this says so.
const address = process.env['{{variable}}_ADDRESS']

export function openTarget() {
  if (address === undefined)
    throw new Error(
      'the real system was not tried; say where it is, on a test system of its own: {{variable}}_ADDRESS=...',
    )
  throw new Error(`the second channel to ${address} is not written yet: test/real-target.js`)
}
