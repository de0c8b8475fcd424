<#
.SYNOPSIS
    Runs every example of the documentation in the playground, and updates the output below it.
.DESCRIPTION
    An example is a block ```powershell. If a block ```output follows, it gets the output. Otherwise, output causes a warning.
    If only times, IDs, ports or the order of lines differ, the old output is kept. A second run therefore changes nothing.
#>
[CmdletBinding()]
param(
    # The pages to update. By default, the help and the guides.
    [string[]] $Path = ('en-US/*-*', 'registries', 'coming-from', 'updates', 'troubleshooting' | ForEach-Object { Join-Path (Split-Path $PSScriptRoot) "docs/$_.md" }),

    # Updates nothing. Runs only the examples that change nothing, in one playground, and ends with 1 if an output is not current.
    [switch] $Check
)

$ErrorActionPreference = 'Stop'

function Get-Gist([string] $Output) {
    $gist = $Output -replace '\d{4}-\d\d-\d\d( \d\d:\d\d)?|\d\d?/\d\d?/\d{4}|\d\d:\d\d(:\d\d(\.\d+)?)?', '<time>' `
        -replace '[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}', '<id>' -replace '(?<=\.update-)[0-9a-f]{8}', '<id>' `
        -replace ' +\d+[smhd] (?=\S)', ' <age> ' -replace '(?<=127\.0\.0\.1:)\d+', '<port>' -replace 'in \d+ ms', 'in <ms>' -replace '\d+\.\d s (?=\S)', '<s> '
    ($gist -split "`n" | Sort-Object) -join "`n"
}

$example = '(?ms)^```powershell\n(?<code>.*?)^```\n(?:\n```output\n(?<output>.*?)^```\n)?'
# Whether an example only reads, so that others can run in the same playground.
function Test-ReadOnly([string] $Code) {
    $tree = [scriptblock]::Create($Code).Ast
    if ($tree.Find({ $args[0] -is [Management.Automation.Language.AssignmentStatementAst] }, $true)) { return $false }
    -not $tree.Find({
        param($node)
        $node -is [Management.Automation.Language.CommandAst] -and $node.GetCommandName() -match '-Daytona' -and
        $node.GetCommandName() -notmatch '^Get-|-DaytonaImage' -and "$node" -notmatch ' -WhatIf'
    }, $true) -and $Code -notmatch ' -Follow'
}

if ($Check) {
    $examples = @(
        foreach ($page in Get-Item $Path) {
            foreach ($match in [regex]::Matches(([IO.File]::ReadAllText($page) -replace "`r"), $example)) {
                if ($match.Groups['output'].Success -and (Test-ReadOnly $match.Groups['code'].Value)) { @{ Page = $page.Name; Code = $match.Groups['code'].Value; Output = $match.Groups['output'].Value.Trim("`n") } }
            }
        }
    )
    $number = 0
    $code = ($examples | ForEach-Object { "'=== $($number)'"; $number++; $_.Code }) -join "`n"
    $outputs = (& "$PSScriptRoot/Invoke-InPlayground.ps1" -Command $code) -join "`n" -split '(?m)^=== \d+$' | Select-Object -Skip 1
    if (@($outputs).Count -ne $examples.Count) { throw "The playground ran $(@($outputs).Count) of $($examples.Count) examples:`n$outputs" }
    $stale = @(0..($examples.Count - 1) | Where-Object { (Get-Gist $outputs[$_].Trim("`n")) -ne (Get-Gist $examples[$_].Output) })
    foreach ($index in $stale) { "$($examples[$index].Page) is not current:`n$($examples[$index].Code)$($outputs[$index])" }
    "$($examples.Count) examples were run, and $($stale.Count) of them have other outputs. To record them, run build.ps1 -Task Docs -RunExamples."
    exit [int][bool] $stale
}

foreach ($page in Get-Item $Path) {
    $text = [IO.File]::ReadAllText($page) -replace "`r"
    $updated = [regex]::Replace($text, $example, {
        param($match)
        $code = $match.Groups['code'].Value
        $lines = & "$PSScriptRoot/Invoke-InPlayground.ps1" -Command $code -Newer:($page.Name -like '*WarmPool*')
        $output = ($lines -join "`n").Trim("`n")
        if (-not $match.Groups['output'].Success) {
            if ($output) { Write-Warning "$($page.Name): an example without an output block shows:`n$code$output" }
            return $match.Value
        }
        if ((Get-Gist $output) -eq (Get-Gist $match.Groups['output'].Value.TrimEnd("`n"))) { return $match.Value }
        Write-Verbose "$($page.Name): new output of`n$code"
        "``````powershell`n$code```````n`n``````output`n$output`n```````n"
    })
    if ($updated -ne $text) { [IO.File]::WriteAllText($page, $updated) }
}
