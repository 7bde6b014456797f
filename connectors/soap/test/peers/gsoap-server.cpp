// A SOAP service of gSOAP: `gsoap-server PORT`. Encoded messages refer to shared values; binary values are sent by MTOM.
#include "soapH.h"
#include "Houses.nsmap"
#include <cstdlib>

int ns__list(struct soap *soap, LONG64 from, HouseArray &houses) {
  static const char *names[] = {"甲 & <乙>", "丙"};
  ns__Owner *owners[2];
  for (int i = 0; i < 2; i++) {
    owners[i] = soap_new_ns__Owner(soap, -1);
    owners[i]->name = soap_strdup(soap, names[i]);
  }
  houses.__size = from > 5 ? 0 : (int)(6 - from);
  houses.__ptr = (ns__House **)soap_malloc(soap, sizeof(ns__House *) * (houses.__size + 1));
  for (int i = 0; i < houses.__size; i++) {
    ns__House *house = soap_new_ns__House(soap, -1);
    house->id = 9007199254740992LL + from + i;
    house->area = soap_strdup(soap, "12345678901234567.8900");
    house->owner = owners[i % 2];
    houses.__ptr[i] = house;
  }
  return SOAP_OK;
}

int ns__photo(struct soap *soap, int bytes, xsd__base64Binary &image) {
  if (bytes < 0) return soap_sender_fault(soap, "negative: 11010519491231002X", "11010519491231002X");
  image.__ptr = (unsigned char *)soap_malloc(soap, bytes);
  image.__size = bytes;
  for (int i = 0; i < bytes; i++) image.__ptr[i] = (unsigned char)i;
  image.id = NULL;
  image.type = soap_strdup(soap, "application/octet-stream");
  image.options = NULL;
  return SOAP_OK;
}

int main(int, char **arguments) {
  struct soap *soap = soap_new1(SOAP_XML_GRAPH | SOAP_ENC_MTOM | SOAP_C_UTFSTRING);
  soap_set_mode(soap, SOAP_ENC_MTOM | SOAP_C_UTFSTRING);
  soap->bind_flags = SO_REUSEADDR;
  if (!soap_valid_socket(soap_bind(soap, "127.0.0.1", atoi(arguments[1]), 100))) return 1;
  for (;;) {
    if (!soap_valid_socket(soap_accept(soap))) continue;
    soap_serve(soap);
    soap_destroy(soap);
    soap_end(soap);
  }
}
