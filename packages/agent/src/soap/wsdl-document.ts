import type { DockingManifest, Resource } from '@berth/manifest'
import { describedItem } from '../plan/mask-value.ts'
import { annotation, itemElement } from './item-type.ts'
import { namespaces, targetNamespace } from './namespaces.ts'
import { type SoapOperation, soapOperations } from './soap-operations.ts'
import { attributeText, elementText, writableText } from './xml-text.ts'

/**
 * The WSDL 1.1 of a docking: one service with a port for SOAP 1.1 and one for 1.2, document/literal wrapped, an
 * operation for each way of asking each resource. The same manifest and address give the same bytes. Drafts and what a
 * manifest keeps inside (connections, tables, columns) are not in it.
 *
 * The protocol's own elements begin with a capital, items never do: so no item's name gets in their way.
 *
 * @param address where the service is reached
 */
export function wsdlDocument(manifest: DockingManifest, address: string): string {
  const operations = soapOperations(manifest)
  const { system } = manifest
  const port = (version: '11' | '12'): string =>
    `<wsdl:port name="Soap${version}" binding="tns:Soap${version}Binding"><soap${version}:address location="${attributeText(address)}"/></wsdl:port>`
  const lines = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<wsdl:definitions name="Docking" targetNamespace="${targetNamespace(system.id)}" xmlns:tns="${targetNamespace(system.id)}" xmlns:wsdl="${namespaces.wsdl}" xmlns:xsd="${namespaces.schema}" xmlns:soap11="${namespaces.binding11}" xmlns:soap12="${namespaces.binding12}">`,
    `<wsdl:documentation>${elementText(writableText(system.title.zh))}</wsdl:documentation>`,
    '<wsdl:types>',
    // Declared again: tools that take the schema out of the WSDL leave what stands above it.
    `<xsd:schema targetNamespace="${targetNamespace(system.id)}" xmlns:tns="${targetNamespace(system.id)}" xmlns:xsd="${namespaces.schema}" elementFormDefault="qualified">`,
    ...asked(operations).map(rowType),
    ...operations.flatMap(wrappers),
    ...envelopeTypes,
    '</xsd:schema>',
    '</wsdl:types>',
    ...operations.flatMap(({ name }) => [
      message(`${name}Request`, name),
      message(`${name}Response`, `${name}Response`),
    ]),
    '<wsdl:message name="Problem"><wsdl:part name="problem" element="tns:Problem"/></wsdl:message>',
    '<wsdl:portType name="Docking">',
    ...operations.map(portOperation),
    '</wsdl:portType>',
    ...binding('11', operations),
    ...binding('12', operations),
    '<wsdl:service name="Docking">',
    port('11'),
    port('12'),
    '</wsdl:service>',
    '</wsdl:definitions>',
  ]
  return `${lines.join('\n')}\n`
}

function asked(operations: readonly SoapOperation[]): Resource[] {
  return [...new Set(operations.map(({ resource }) => resource))]
}

/** An item that is withheld has no element; one that is null is nil. */
function rowType({ id, title, summary, items }: Resource): string {
  const elements = items
    .map(describedItem)
    .map((item) => itemElement(item, { optional: true, nillable: !item.required }))
  return `<xsd:complexType name="${id}.Row">${annotation(title, summary)}<xsd:sequence>\n${elements.join('\n')}\n</xsd:sequence></xsd:complexType>`
}

function wrappers({ name, resource, by }: SoapOperation): string[] {
  const { purposes } = resource.sharing
  const values = purposes.map((each) => `<xsd:enumeration value="${attributeText(writableText(each))}"/>`).join('')
  const purpose =
    values === ''
      ? '<xsd:element name="Purpose" type="xsd:string"/>'
      : `<xsd:element name="Purpose"><xsd:simpleType><xsd:restriction base="xsd:string">${values}</xsd:restriction></xsd:simpleType></xsd:element>`
  const conditions = by.map((item) => itemElement(item, { optional: false, nillable: false }))
  return [
    wrapper(name, [purpose, ...conditions]),
    wrapper(`${name}Response`, [
      '<xsd:element name="Resource" type="xsd:string"/>',
      `<xsd:element name="Row" type="tns:${resource.id}.Row" minOccurs="0" maxOccurs="unbounded"/>`,
      '<xsd:element name="More" type="xsd:boolean"/>',
      ...(resource.provide.parameter?.replica === undefined
        ? []
        : ['<xsd:element name="AsOf" type="xsd:dateTime" minOccurs="0"/>']),
      ...(resource.items.every(({ mask }) => mask === undefined)
        ? []
        : ['<xsd:element name="Masked" type="xsd:string" minOccurs="0" maxOccurs="unbounded"/>']),
      '<xsd:element name="Withheld" type="tns:Withheld" minOccurs="0" maxOccurs="unbounded"/>',
      '<xsd:element name="Receipt" type="tns:Receipt"/>',
    ]),
  ]
}

function wrapper(name: string, elements: readonly string[]): string {
  return `<xsd:element name="${name}"><xsd:complexType><xsd:sequence>\n${elements.join('\n')}\n</xsd:sequence></xsd:complexType></xsd:element>`
}

function message(name: string, element: string): string {
  return `<wsdl:message name="${name}"><wsdl:part name="parameters" element="tns:${element}"/></wsdl:message>`
}

function portOperation({ name, resource }: SoapOperation): string {
  return [
    `<wsdl:operation name="${name}">`,
    `<wsdl:documentation>${elementText(writableText(resource.title.zh))}</wsdl:documentation>`,
    `<wsdl:input message="tns:${name}Request"/><wsdl:output message="tns:${name}Response"/>`,
    '<wsdl:fault name="Problem" message="tns:Problem"/></wsdl:operation>',
  ].join('')
}

function binding(version: '11' | '12', operations: readonly SoapOperation[]): string[] {
  const soap = `soap${version}`
  return [
    `<wsdl:binding name="Soap${version}Binding" type="tns:Docking">`,
    `<${soap}:binding style="document" transport="${namespaces.overHttp}"/>`,
    ...operations.map(({ name, action }) =>
      [
        `<wsdl:operation name="${name}"><${soap}:operation soapAction="${action}" style="document"/>`,
        `<wsdl:input><${soap}:body use="literal"/></wsdl:input><wsdl:output><${soap}:body use="literal"/></wsdl:output>`,
        `<wsdl:fault name="Problem"><${soap}:fault name="Problem" use="literal"/></wsdl:fault></wsdl:operation>`,
      ].join(''),
    ),
    '</wsdl:binding>',
  ]
}

const text = (name: string): string => `<xsd:element name="${name}" type="xsd:string"/>`
const words = (name: string): string => `<xsd:element name="${name}" type="tns:Words" minOccurs="2" maxOccurs="2"/>`

const envelopeTypes: readonly string[] = [
  `<xsd:complexType name="Withheld"><xsd:sequence>${text('Item')}${text('Reason')}</xsd:sequence></xsd:complexType>`,
  `<xsd:complexType name="Receipt"><xsd:sequence><xsd:element name="Number" type="xsd:long"/>${text('Hash')}</xsd:sequence></xsd:complexType>`,
  '<xsd:complexType name="Words"><xsd:simpleContent><xsd:extension base="xsd:string"><xsd:attribute name="language" type="xsd:language" use="required"/></xsd:extension></xsd:simpleContent></xsd:complexType>',
  wrapper('Problem', [text('Code'), text('Origin'), text('Action'), words('Message'), words('Next')]),
]
