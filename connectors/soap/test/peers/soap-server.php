<?php
// A SOAP service of PHP's own SoapServer: /rpc.php (encoded), /rpc-literal.php, /document.php, /document-12.php (SOAP 1.2).
// Its permits are in the file that PERMITS names.
ini_set('soap.wsdl_cache_enabled', '0');
ini_set('precision', '-1');

$kind = basename(parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH), '.php');
$wsdl = __DIR__ . '/permits-' . $kind . '.wsdl';
if (!in_array($kind, ['rpc', 'rpc-literal', 'document', 'document-12'], true)) {
    http_response_code(404);
    echo '<html><body>404 没有此页</body></html>';
    return;
}
if ($_SERVER['REQUEST_METHOD'] === 'GET') {
    header('Content-Type: text/xml; charset=utf-8');
    echo str_replace('http://service.invalid/', 'http://' . $_SERVER['HTTP_HOST'] . "/$kind.php", file_get_contents($wsdl));
    return;
}

class Permits
{
    private bool $wrapped;
    private bool $literal;

    public function __construct(string $kind)
    {
        $this->wrapped = str_starts_with($kind, 'document');
        $this->literal = $kind !== 'rpc';
    }

    private static function read(): array
    {
        return json_decode(file_get_contents(getenv('PERMITS')), true);
    }

    private function answer(array $permits)
    {
        $objects = array_map(fn ($permit) => (object) $permit, array_values($permits));
        $permits = $this->literal ? ['permit' => $objects] : $objects;
        return $this->wrapped ? ['permits' => $permits] : $permits;
    }


    public function list(...$given)
    {
        [$since, $page] = $this->wrapped ? [$given[0]->since ?? null, $given[0]->page] : $given;
        $permits = array_filter(self::read(), fn ($permit) => !isset($permit['key']));
        $permits = array_filter($permits, fn ($permit) => $since === null || $permit['issued'] >= $since);
        usort($permits, fn ($left, $right) => $left['id'] <=> $right['id']);
        return $this->answer(array_slice($permits, ($page - 1) * 3, 3));
    }

    public function find(...$given)
    {
        $id = $this->wrapped ? $given[0]->id : $given[0];
        return $this->answer(array_filter(self::read(), fn ($permit) => $permit['id'] === (string) $id));
    }

    public function submit(...$given)
    {
        [$key, $name] = $this->wrapped ? [$given[0]->key, $given[0]->name ?? null] : $given;
        if ($name === 'refuse') {
            throw new SoapFault('Client', '身份证号 11010519491231002X 不存在', null, '11010519491231002X');
        }
        if ($name === 'fail') {
            throw new SoapFault('Server', 'ORA-00942 for 11010519491231002X');
        }
        $permits = self::read();
        $known = array_filter($permits, fn ($permit) => ($permit['key'] ?? null) === $key);
        $id = $known === [] ? (string) (9007199254740993 + count($permits)) : reset($known)['id'];
        if ($known === []) {
            $permits[] = ['id' => $id, 'name' => $name, 'fee' => null, 'issued' => null, 'key' => $key];
            file_put_contents(getenv('PERMITS'), json_encode($permits));
        }
        return $this->wrapped ? ['id' => $id] : $id;
    }

    public function echo(...$given)
    {
        $text = $this->wrapped ? $given[0]->text : $given[0];
        return $this->wrapped ? ['text' => $text] : $text;
    }
}

$server = new SoapServer($wsdl, ['soap_version' => $kind === 'document-12' ? SOAP_1_2 : SOAP_1_1]);
$server->setObject(new Permits($kind));
$server->handle();
