<#
.SYNOPSIS
    Gets the section of CHANGELOG.md for a version.
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory)]
    [version] $Version
)

$text = [IO.File]::ReadAllText("$PSScriptRoot/../CHANGELOG.md")
$section = [regex]::Match($text, "(?ms)^## \[$([regex]::Escape($Version))\][^\n]*\n(?<notes>.*?)(?=^## \[|\z)")
if (-not $section.Success) { throw "CHANGELOG.md has no section for $Version." }
$section.Groups['notes'].Value.Trim()
