<?php
// A consumer as departments have them: PHP's SoapClient with the WSDL of the service. Calls come as JSON lines on
// standard input, answers and faults go as JSON lines to standard output.
function security(array $login): SoapHeader
{
    $wsse = 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd';
    $wsu = 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd';
    $profile = 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-username-token-profile-1.0';
    $nonce = random_bytes(16);
    $created = gmdate('Y-m-d\TH:i:s\Z');
    $digest = base64_encode(sha1($nonce . $created . $login['password'], true));
    $token = $login['digest']
        ? "<wsse:Password Type=\"$profile#PasswordDigest\">$digest</wsse:Password><wsse:Nonce>" . base64_encode($nonce)
            . "</wsse:Nonce><wsu:Created>$created</wsu:Created>"
        : "<wsse:Password Type=\"$profile#PasswordText\">" . htmlspecialchars($login['password'], ENT_XML1) . '</wsse:Password>';
    $xml = "<wsse:Security xmlns:wsse=\"$wsse\" xmlns:wsu=\"$wsu\"><wsse:UsernameToken><wsse:Username>"
        . "{$login['username']}</wsse:Username>$token</wsse:UsernameToken></wsse:Security>";
    return new SoapHeader($wsse, 'Security', new SoapVar($xml, XSD_ANYXML), true);
}

/** Bytes have no place in JSON, and large integers none in what reads it. */
function plain(mixed $value): mixed
{
    if ($value instanceof stdClass) {
        $value = (array) $value;
    }
    if (is_array($value)) {
        return array_map('plain', $value);
    }
    if (is_int($value) && abs($value) > 2 ** 53) {
        return ['integer' => (string) $value];
    }
    return is_string($value) && !is_text($value) ? ['bytes' => base64_encode($value)] : $value;
}

function is_text(string $text): bool
{
    return preg_match('//u', $text) === 1;
}

while (($line = fgets(STDIN)) !== false) {
    $call = json_decode($line, true);
    try {
        $client = new SoapClient($call['wsdl'], [
            'soap_version' => $call['version'] === '1.2' ? SOAP_1_2 : SOAP_1_1,
            'cache_wsdl' => WSDL_CACHE_NONE,
            'features' => SOAP_SINGLE_ELEMENT_ARRAYS,
            'connection_timeout' => 10,
        ]);
        if (isset($call['list'])) {
            $told = ['functions' => $client->__getFunctions(), 'types' => $client->__getTypes()];
        } else {
            $client->__setSoapHeaders(security($call['login']));
            $told = ['answer' => plain($client->__soapCall($call['operation'], [$call['input']]))];
        }
    } catch (SoapFault $fault) {
        $told = ['fault' => ['code' => $fault->faultcode, 'reason' => $fault->faultstring, 'detail' => $fault->detail ?? null]];
    }
    echo json_encode($told, JSON_UNESCAPED_UNICODE | JSON_THROW_ON_ERROR | JSON_PRESERVE_ZERO_FRACTION), "\n";
}
