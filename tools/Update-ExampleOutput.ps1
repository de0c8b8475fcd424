<#
.SYNOPSIS
    Runs every example of the help pages in the playground, and updates the output below it.
.DESCRIPTION
    An example is a block ```powershell. If a block ```output follows, it gets the output. Otherwise, output causes a warning.
    If only times, IDs, ports or the order of lines differ, the old output is kept. A second run therefore changes nothing.
#>
[CmdletBinding()]
param(
    # The pages to update. By default, all.
    [string[]] $Path = (Join-Path (Split-Path $PSScriptRoot) 'docs/en-US/*-*.md')
)

$ErrorActionPreference = 'Stop'

function Get-Gist([string] $Output) {
    $gist = $Output -replace '\d{4}-\d\d-\d\d( \d\d:\d\d)?|\d\d?/\d\d?/\d{4}|\d\d:\d\d(:\d\d(\.\d+)?)?', '<time>' `
        -replace '[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}', '<id>' -replace '(?<=\.update-)[0-9a-f]{8}', '<id>' `
        -replace ' +\d+[smhd] (?=\S)', ' <age> ' -replace '(?<=127\.0\.0\.1:)\d+', '<port>'
    ($gist -split "`n" | Sort-Object) -join "`n"
}

$example = '(?ms)^```powershell\n(?<code>.*?)^```\n(?:\n```output\n(?<output>.*?)^```\n)?'
foreach ($page in Get-Item $Path) {
    $text = [IO.File]::ReadAllText($page) -replace "`r"
    $updated = [regex]::Replace($text, $example, {
        param($match)
        $code = $match.Groups['code'].Value
        $lines = & "$PSScriptRoot/Invoke-InPlayground.ps1" -Command $code
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
