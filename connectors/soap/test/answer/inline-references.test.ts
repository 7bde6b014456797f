import { BerthError } from '@berth/core'
import { parseAnswer } from '@berth/services'
import type { Document, Element } from '@xmldom/xmldom'
import { expect, test } from 'vitest'
import { inlineReferences } from '../../src/answer/inline-references.ts'
import { childElements } from '../../src/answer/xml-nodes.ts'

function bodyOf(xml: string): Element {
  const declared =
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:enc="http://www.w3.org/2003/05/soap-encoding"'
  const document = parseAnswer(`<Envelope ${declared}><Body>${xml}</Body></Envelope>`, 'xml', 'call') as Document
  const [body] = childElements(document).flatMap(childElements)
  if (body === undefined) throw new TypeError('no body')
  return body
}

function inlined(xml: string, maxBytes = 1_000_000): Element {
  const body = bodyOf(xml)
  inlineReferences(body, maxBytes, 'call')
  return body
}

function failure(xml: string, maxBytes?: number): unknown {
  try {
    inlined(xml, maxBytes)
    return undefined
  } catch (error) {
    return BerthError.is(error) ? error.code : error
  }
}

test('values that Axis keeps apart stand where they are referred to, and are gone from the body', () => {
  const body = inlined(
    '<r><list><item href="#id0"/><item href="#id1"/></list></r>' +
      '<multiRef id="id0"><name>甲</name><owner href="#id2"/></multiRef>' +
      '<multiRef id="id1"><name xsi:nil="true"/><owner href="#id2"/></multiRef>' +
      '<multiRef id="id2"><name>丙</name></multiRef>',
  )
  expect(childElements(body).map(({ localName }) => localName)).toEqual(['r'])
  const items = Array.from(body.getElementsByTagName('item'))
  expect(items.map((item) => childElements(item).map(({ textContent }) => textContent))).toEqual([
    ['甲', '丙'],
    ['', '丙'],
  ])
})

test('references of SOAP 1.2, and a NULL that is referred to', () => {
  const body = inlined('<r><a enc:ref="x"/><b enc:ref="y"/></r><v enc:id="x">1</v><v enc:id="y" xsi:nil="true"/>')
  expect(body.getElementsByTagName('a')[0]?.textContent).toBe('1')
  const nil = body.getElementsByTagName('b')[0]?.getAttributeNS('http://www.w3.org/2001/XMLSchema-instance', 'nil')
  expect(nil).toBe('true')
})

test('an answer without references is left as it is, and a link that is a value too', () => {
  const body = inlined('<r><page href="http://x/#a">1</page></r><s/>')
  expect(childElements(body)).toHaveLength(2)
})

test.each([
  ['that leads nowhere', '<r><a href="#gone"/></r><v id="x">1</v>'],
  ['that leads nowhere, where nothing can be referred to', '<r><a href="#gone"/></r>'],
  ['into itself', '<r><a href="#x"/></r><v id="x"><b href="#x"/></v>'],
  ['into what stands around it', '<r id="x"><a href="#x"/></r>'],
  ['in a circle', '<r><a href="#x"/></r><v id="x"><b href="#y"/></v><v id="y"><b href="#x"/></v>'],
])('a reference %s is refused', (_title, xml) => {
  expect(failure(xml)).toBe('ANSWER_UNREADABLE')
})

test('a few references cannot become a large answer', () => {
  const levels = Array.from({ length: 40 }, (_, index) => {
    const next = `<i href="#v${index + 1}"/>`
    return `<v id="v${index}">${next}${next}</v>`
  })
  const started = performance.now()
  expect(failure(`<r><a href="#v0"/></r>${levels.join('')}<v id="v40">x</v>`, 1_000_000)).toBe('ANSWER_TOO_LARGE')
  expect(performance.now() - started).toBeLessThan(5000)
})
