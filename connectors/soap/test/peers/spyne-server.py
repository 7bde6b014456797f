"""A SOAP service of spyne: `spyne-server.py PORT 11|12`. Every message is held against the schema of the WSDL."""
import sys
import warnings
from wsgiref.simple_server import WSGIRequestHandler, make_server

warnings.filterwarnings('ignore')

from spyne import Application, Array, ComplexModel, DateTime, Decimal, Fault, Integer32, Integer64, ServiceBase, Unicode, rpc
from spyne.protocol.soap import Soap11, Soap12
from spyne.server.wsgi import WsgiApplication


class Permit(ComplexModel):
    __namespace__ = 'urn:permits:model'
    id = Integer64(min_occurs=1, nillable=False)
    name = Unicode(max_len=40)
    fee = Decimal(total_digits=22, fraction_digits=4)
    issued = DateTime(timezone=False)


class Query(ComplexModel):
    __namespace__ = 'urn:permits:model'
    name = Unicode
    page = Integer32(min_occurs=1, nillable=False)


PERMITS = [
    {'id': 9007199254740993, 'name': '甲 & <乙>', 'fee': '12345678901234567.8900', 'issued': '2024-02-29T10:00:00'},
    {'id': 2, 'name': None, 'fee': None, 'issued': None},
    {'id': 3, 'name': '丙', 'fee': '0.10', 'issued': '2024-03-01T00:00:00'},
    {'id': 4, 'name': '丁', 'fee': '1', 'issued': '2024-03-02T00:00:00'},
]
SUBMITTED = {}


def permit(stored):
    from datetime import datetime
    from decimal import Decimal as Number

    return Permit(
        id=stored['id'],
        name=stored['name'],
        fee=None if stored['fee'] is None else Number(stored['fee']),
        issued=None if stored['issued'] is None else datetime.fromisoformat(stored['issued']),
    )


class Permits(ServiceBase):
    @rpc(Query, _returns=Array(Permit))
    def list(self, query):
        found = [each for each in PERMITS if query.name is None or each['name'] == query.name]
        start = (query.page - 1) * 3
        return [permit(each) for each in found[start : start + 3]]

    @rpc(Integer64(min_occurs=1, nillable=False), _returns=Array(Permit))
    def find(self, id):
        return [permit(each) for each in PERMITS if each['id'] == id]

    @rpc(Unicode(min_occurs=1, nillable=False), Unicode, _returns=Integer64)
    def submit(self, key, name):
        if name == 'refuse':
            raise Fault('Client.Refused', '身份证号 11010519491231002X 不存在')
        if name == 'fail':
            raise RuntimeError('11010519491231002X')
        SUBMITTED.setdefault(key, 9007199254740993 + len(SUBMITTED))
        return SUBMITTED[key]

    @rpc(Unicode(min_occurs=1, nillable=False), _returns=Unicode)
    def echo(self, text):
        return text


class Quiet(WSGIRequestHandler):
    protocol_version = 'HTTP/1.1'

    def log_message(self, *_):
        pass


protocol = Soap12 if sys.argv[2] == '12' else Soap11
application = Application([Permits], tns='urn:permits', in_protocol=protocol(validator='lxml'), out_protocol=protocol())
make_server('127.0.0.1', int(sys.argv[1]), WsgiApplication(application), handler_class=Quiet).serve_forever()
