"""Verifies the signature of an envelope by xmlsec: `verify-signature.py CERTIFICATE < envelope`. Prints what is signed."""
import json
import sys

import xmlsec
from lxml import etree

SIGNATURE = '{http://www.w3.org/2000/09/xmldsig#}'
SECURITY = '{http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd}'

root = etree.fromstring(sys.stdin.buffer.read(), etree.XMLParser(resolve_entities=False))
xmlsec.tree.add_ids(root, ['Id'])
signature = root.find(f'.//{SIGNATURE}Signature')
context = xmlsec.SignatureContext()
context.key = xmlsec.Key.from_file(sys.argv[1], xmlsec.KeyFormat.CERT_PEM)
try:
    context.verify(signature)
    holds = True
except xmlsec.Error:
    holds = False
identified = {
    value: element.tag.rpartition('}')[2]
    for element in root.iter()
    for name, value in element.attrib.items()
    if name.rpartition('}')[2] == 'Id'
}
signed = [identified.get(reference.get('URI')[1:]) for reference in root.iter(f'{SIGNATURE}Reference')]
algorithm = next(root.iter(f'{SIGNATURE}SignatureMethod')).get('Algorithm')
token = next(root.iter(f'{SECURITY}BinarySecurityToken')).text
print(json.dumps({'holds': holds, 'signed': signed, 'algorithm': algorithm, 'token': token}))
