<#
.SYNOPSIS
    Plays the playground's tour and draws the first part of what it shows, with its colours, for the README.
#>
[CmdletBinding()]
param(
    [string] $Path = (Join-Path (Split-Path $PSScriptRoot) 'docs/images/playground.svg'),

    # The line of the tour with which the picture begins.
    [string] $From = '# The snapshots of this organization:',

    # The line of the tour before which the picture ends.
    [string] $Until = '# Take one out of use:'
)

$ErrorActionPreference = 'Stop'

$tour = $null | dotnet run --project "$PSScriptRoot/../src/Daytona.Playground"
$lines = [Collections.Generic.List[string]]::new()
foreach ($line in $tour) {
    if ($line -eq $Until) { break }
    # One empty line at most between two others.
    if (($lines.Count -or $line -eq $From) -and ($line -or $lines[-1])) { $lines.Add($line.TrimEnd()) }
}
while (-not $lines[-1]) { $lines.RemoveAt($lines.Count - 1) }

$svg = & "$PSScriptRoot/ConvertTo-TerminalPicture.ps1" -Line $lines -Label 'PowerShell lists, creates and removes Daytona snapshots'
$null = New-Item -ItemType Directory -Path (Split-Path $Path) -Force
[IO.File]::WriteAllText($Path, $svg, [Text.UTF8Encoding]::new($false))
