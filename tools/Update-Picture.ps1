<#
.SYNOPSIS
    Runs the tour of the playground, and draws the first part of its output for the README.
#>
[CmdletBinding()]
param(
    [string] $Path = (Join-Path (Split-Path $PSScriptRoot) 'docs/images/playground.svg'),

    # The first line of the tour that the picture shows.
    [string] $From = '# The snapshots of this organization:',

    # The first line of the tour after the picture.
    [string] $Until = '# Take one out of use:'
)

$ErrorActionPreference = 'Stop'

$tour = $null | dotnet run --project "$PSScriptRoot/../src/Daytona.Playground"
$lines = [Collections.Generic.List[string]]::new()
foreach ($line in $tour) {
    if ($line -eq $Until) { break }
    # At most one empty line between two others.
    if (($lines.Count -or $line -eq $From) -and ($line -or $lines[-1])) { $lines.Add($line.TrimEnd()) }
}
while (-not $lines[-1]) { $lines.RemoveAt($lines.Count - 1) }

$svg = & "$PSScriptRoot/ConvertTo-TerminalPicture.ps1" -Line $lines -Label 'PowerShell lists, creates and removes Daytona snapshots'
$null = New-Item -ItemType Directory -Path (Split-Path $Path) -Force
[IO.File]::WriteAllText($Path, $svg, [Text.UTF8Encoding]::new($false))
