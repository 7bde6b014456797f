//gsoap ns service name: Houses
//gsoap ns service style: rpc
//gsoap ns service encoding: encoded
//gsoap ns service namespace: urn:houses
//gsoap ns service location: http://service.invalid/
//gsoap ns schema namespace: urn:houses

typedef char *xsd__string;
typedef LONG64 xsd__long;
typedef char *xsd__decimal;
typedef int xsd__int;

class xsd__base64Binary { public: unsigned char *__ptr; int __size; char *id; char *type; char *options; };

class ns__Owner { public: xsd__string name; };
class ns__House { public: xsd__long id; xsd__decimal area; ns__Owner *owner; };
class HouseArray { public: ns__House **__ptr; int __size; };

//gsoap ns service method-documentation: list houses from a number on; houses share their owners
int ns__list(xsd__long from, HouseArray &houses);

//gsoap ns service method-documentation: photo as a part beside the envelope
int ns__photo(xsd__int bytes, xsd__base64Binary &image);
