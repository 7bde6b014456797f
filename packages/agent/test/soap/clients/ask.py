# A consumer as departments have them: zeep with the WSDL of the service. Calls come as JSON lines on standard input,
# answers and faults go as JSON lines to standard output.
import base64
import datetime
import decimal
import json
import sys
import urllib.error
import urllib.request

from lxml import etree
from zeep import Client, Settings
from zeep.exceptions import Error, Fault
from zeep.helpers import serialize_object
from zeep.wsse.username import UsernameToken


def plain(value):
    if isinstance(value, bytes):
        return {"bytes": base64.b64encode(value).decode()}
    if isinstance(value, decimal.Decimal):
        return {"decimal": str(value)}
    if isinstance(value, (datetime.date, datetime.time, datetime.datetime)):
        return {type(value).__name__: value.isoformat()}
    raise TypeError(type(value).__name__)


def exact(value):
    if isinstance(value, dict):
        return {name: exact(each) for name, each in value.items()}
    if isinstance(value, list):
        return [exact(each) for each in value]
    # What reads the JSON here has no integers as large.
    return {"integer": str(value)} if isinstance(value, int) and abs(value) > 2**53 else value


def schema_errors(call):
    schema = etree.parse(call["wsdl"]).find(".//{http://www.w3.org/2001/XMLSchema}schema")
    content = etree.fromstring(call["validate"].encode()).find("{*}Body")[0]
    problem = content.find(".//{*}Problem") if etree.QName(content).localname == "Fault" else content
    validator = etree.XMLSchema(schema)
    validator.validate(problem)
    return [str(error.message) for error in validator.error_log]


def post(call):
    body = call["post"].encode(call["charset"])
    request = urllib.request.Request(call["wsdl"].split("?")[0], body, {"Content-Type": call["type"]})
    try:
        with urllib.request.urlopen(request) as answer:
            return answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.read().decode()


def told(call):
    if "validate" in call:
        return schema_errors(call)
    if "post" in call:
        return post(call)
    client = Client(call["wsdl"], settings=Settings(strict=True, xml_huge_tree=False))
    if call.get("list"):
        return {"operations": {str(port.name): sorted(port.binding._operations) for service in client.wsdl.services.values() for port in service.ports.values()}}
    login = call["login"]
    client.wsse = UsernameToken(login["username"], login["password"], use_digest=login["digest"])
    service = client.bind("Docking", "Soap12" if call["version"] == "1.2" else "Soap11")
    try:
        return {"answer": exact(serialize_object(service[call["operation"]](**call["input"])))}
    except Fault as fault:
        detail = fault.detail if fault.detail is None else etree.tostring(fault.detail, encoding="unicode")
        return {"fault": {"code": fault.code, "reason": fault.message, "detail": detail}}
    except Error as error:
        return {"refused": type(error).__name__}


for line in sys.stdin:
    print(json.dumps(told(json.loads(line)), default=plain, ensure_ascii=False), flush=True)
