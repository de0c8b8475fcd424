<#
.SYNOPSIS
    Updates the pictures and the plain text of the table of snapshots in docs/views.md.
.DESCRIPTION
    A picture for each of four widths shows the table in two cultures. The snapshots are those of the playground and one with a
    long name.
#>
[CmdletBinding()]
param(
    [string] $Page = (Join-Path (Split-Path $PSScriptRoot) 'docs/views.md'),

    [string] $Folder = (Join-Path (Split-Path $PSScriptRoot) 'docs/images')
)

$ErrorActionPreference = 'Stop'
dotnet build "$PSScriptRoot/../src/Daytona.Playground" --verbosity quiet | Out-Null
if ($LASTEXITCODE) { throw 'The playground does not build.' }

$script = Join-Path ([IO.Path]::GetTempPath()) "views-$PID.ps1"
@'
$PSStyle.OutputRendering = 'Ansi'
$ProgressPreference = 'SilentlyContinue'
$null = New-DaytonaSnapshot agents/data-science/gradient-boosting-and-evaluation:2026.11-cuda python:3.13-slim -Cpu 4 -Memory 8GB -Disk 10
function Show([int] $Width, [string] $Culture, [string] $Command) {
    [cultureinfo]::CurrentCulture = $Culture
    "# $Width columns, $([cultureinfo]::CurrentCulture.Name):"
    "PS> $Command"
    (. ([scriptblock]::Create($Command)) | Out-String -Width $Width).Trim() -split '\r?\n'
    ''
}
foreach ($width in 80, 100, 120, 160) {
    "=== $width"
    $command = if ($width -lt 160) { 'Get-DaytonaSnapshot' } else { 'Get-DaytonaSnapshot | Format-Table -View Wide' }
    foreach ($culture in 'en-US', 'th-TH') { Show $width $culture $command }
}
'=== plain'
[cultureinfo]::CurrentCulture = 'en-US'
$PSStyle.OutputRendering = 'PlainText'
(Get-DaytonaSnapshot | Out-String -Width 100).Trim() -split '\r?\n'
'=== end'
'@ | Set-Content $script -Encoding utf8
try {
    $parts = @{}
    dotnet run --no-build --project "$PSScriptRoot/../src/Daytona.Playground" -- -File $script | ForEach-Object {
        if ($_ -match '^=== (.+)') { $name = $Matches[1]; $parts[$name] = @() } elseif ($name) { $parts[$name] += "$_".TrimEnd() }
    }
} finally {
    Remove-Item $script
}
foreach ($width in 80, 100, 120, 160) {
    $svg = & "$PSScriptRoot/ConvertTo-TerminalPicture.ps1" -Line $parts["$width"] -Columns $width -Label "The table of snapshots in a terminal of $width columns, in two cultures"
    [IO.File]::WriteAllText((Join-Path $Folder "table-$width.svg"), $svg, [Text.UTF8Encoding]::new($false))
}
$text = [IO.File]::ReadAllText($Page) -replace "`r"
$text = [regex]::Replace($text, '(?s)(```text\n).*?(?<=\n)```(?=\n)', { "$($args[0].Groups[1].Value)$($parts.plain -join "`n")`n``````" })
[IO.File]::WriteAllText($Page, $text, [Text.UTF8Encoding]::new($false))
