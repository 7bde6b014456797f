import type { CompletedCommand } from './completed-command.ts'

/** The completion of PowerShell, 5.1 and later. */
export function powershellScript(commands: readonly CompletedCommand[]): string {
  const entries = commands.map(({ id, summary, flags, takes }) => {
    const named = flags.flatMap(({ names, choices }) =>
      names.map((name) => `${quoted(name)} = @(${choices.map(quoted).join(', ')})`),
    )
    const words = typeof takes === 'string' ? quoted(takes) : `@(${takes.map(quoted).join(', ')})`
    return `  ${quoted(id)} = @{ Summary = ${quoted(summary)}; Takes = ${words}; Flags = @{ ${named.join('; ')} } }`
  })
  return [
    '# berth completion powershell',
    '$berthCommands = @{',
    ...entries,
    '}',
    'Register-ArgumentCompleter -Native -CommandName berth -ScriptBlock {',
    '  param($current, $line, $position)',
    '  $typed = @($line.CommandElements | Select-Object -Skip 1 | ForEach-Object { $_.ToString() })',
    "  if ($current -ne '' -and $typed.Count -gt 0) { $typed = @($typed | Select-Object -SkipLast 1) }",
    "  $words = @($typed | Where-Object { $_ -notlike '-*' })",
    "  $id = if ($berthCommands.ContainsKey(($words | Select-Object -First 2) -join ' ')) { ($words | Select-Object -First 2) -join ' ' } else { $words | Select-Object -First 1 }",
    '  $command = if ($id) { $berthCommands[$id] }',
    '  $previous = $typed | Select-Object -Last 1',
    '  $offers = if ($command -and $previous -and $command.Flags.ContainsKey($previous) -and $command.Flags[$previous].Count) {',
    '    $command.Flags[$previous]',
    "  } elseif ($command -and $current -like '-*') {",
    '    $command.Flags.Keys',
    '  } elseif ($words.Count -eq 0) {',
    "    $berthCommands.Keys | ForEach-Object { ($_ -split ' ')[0] } | Select-Object -Unique",
    '  } elseif (-not $command -or ($words.Count -eq 1 -and ($berthCommands.Keys -like "$($words[0]) *"))) {',
    '    $berthCommands.Keys | Where-Object { $_ -like "$($words[0]) *" } | ForEach-Object { ($_ -split \' \')[1] }',
    "  } elseif ($command.Takes -eq 'resources' -and (Test-Path berth.yaml)) {",
    '    $inside = $false',
    "    Get-Content berth.yaml | ForEach-Object { if ($_ -match '^resources:') { $inside = $true } elseif ($_ -match '^[^ #]') { $inside = $false } elseif ($inside -and $_ -match '^  ([A-Za-z][A-Za-z0-9._-]*):') { $Matches[1] } }",
    '  } elseif ($command.Takes -is [array]) { $command.Takes }',
    '  $offers | Where-Object { $_ -like "$current*" } | Sort-Object | ForEach-Object {',
    '    $summary = if ($berthCommands.ContainsKey($_)) { $berthCommands[$_].Summary } else { $_ }',
    "    [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $summary)",
    '  }',
    '}',
    '',
  ].join('\n')
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}
