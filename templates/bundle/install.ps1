# 安装或更新对接 {{system}}（{{platform}}）。不需要网络。在管理员 PowerShell 中运行。
# Installs or updates the docking {{system}} ({{platform}}). Needs no network. Run it in a PowerShell of an administrator.
#
#   powershell -ExecutionPolicy Bypass -File install.ps1
#   powershell -ExecutionPolicy Bypass -File install.ps1 --prefix D:\berth --no-service
$ErrorActionPreference = 'Stop'
$here = Split-Path -Parent $MyInvocation.MyCommand.Path

function Refuse([string]$zh, [string]$en) {
  [Console]::Error.WriteLine("berth: $zh")
  [Console]::Error.WriteLine("berth: $en")
  [Console]::Error.WriteLine('berth: 没有改动任何东西 / nothing was changed')
  exit 3
}

if (-not [Environment]::Is64BitOperatingSystem) {
  Refuse '需要 64 位 Windows' 'this needs Windows of 64 bits'
}
$version = [Environment]::OSVersion.Version
if ($version.Major -lt 10) {
  Refuse "Node {{node}} 需要 Windows 10 或 Windows Server 2016 及以上，本机是 $version" `
    "Node {{node}} needs Windows 10 or Windows Server 2016 or later, this is $version"
}

foreach ($line in [IO.File]::ReadAllLines((Join-Path $here 'SHA256SUMS'))) {
  if ($line -eq '') { continue }
  $sum, $name = $line -split '  ', 2
  $file = Join-Path $here $name
  if (-not (Test-Path -LiteralPath $file) -or (Get-FileHash -LiteralPath $file -Algorithm SHA256).Hash -ne $sum) {
    Refuse "安装包不完整或被改动（$name），请重新拷贝并解开" "the bundle is damaged or was altered ($name): copy and unpack it again"
  }
}

$node = Join-Path $here 'runtime\node.exe'
$command = Join-Path $here 'node_modules\@berth\cli\bin\run.js'
& $node $command bundle install --from $here @args
exit $LASTEXITCODE
