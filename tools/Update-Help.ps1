<#
.SYNOPSIS
    Updates docs/en-US from the cmdlets, and builds en-US from it: the help that Get-Help shows.
.DESCRIPTION
    Syntax, parameters, types and parameter sets are regenerated from the code. The text is kept. A new cmdlet gets a page, and
    a new parameter gets a section, with placeholders. Tests fail until you replace them. The output depends only on the module
    and the pages.
#>
[CmdletBinding()]
param()

$ErrorActionPreference = 'Stop'
$root = Split-Path $PSScriptRoot
$pages = Join-Path $root 'docs/en-US'
$help = Join-Path $root 'en-US'

if (-not (Get-Module platyPS -ListAvailable)) {
    [Console]::Error.WriteLine('The help is built with platyPS 0.14.2, which is not on this machine: run Install-PSResource platyPS.')
    exit 1
}

function Set-Text([string] $Path, [string] $Text) {
    # Without a byte order mark and with the same line endings, so that builds on all systems are identical.
    [IO.File]::WriteAllText($Path, ($Text -replace "`r"), [Text.UTF8Encoding]::new($false))
}

Import-Module (Join-Path $root 'Daytona.Snapshots.psd1') -Force
Import-Module platyPS

foreach ($command in Get-Command -Module Daytona.Snapshots -CommandType Cmdlet) {
    if (-not (Test-Path "$pages/$command.md")) {
        $null = New-MarkdownHelp -Command $command.Name -OutputFolder $pages -AlphabeticParamsOrder
    }
}

$null = Update-MarkdownHelp "$pages/*-*.md" -AlphabeticParamsOrder
foreach ($page in Get-Item "$pages/*-*.md") {
    # platyPS treats the common parameter of PowerShell 7.4 as a parameter of the cmdlet.
    $text = [IO.File]::ReadAllText($page) -replace "`r"
    $text = $text -replace '(?ms)^### -ProgressAction\n.*?^```yaml\n.*?^```\n\n'
    $text = $text -replace '(?<= |\n )\[-ProgressAction <ActionPreference>\] ?'
    # Get-Help -Online uses the address in the page before that of the cmdlet.
    $text = $text -replace '(?m)^online version:.*', "online version: $((Get-Command $page.BaseName).HelpUri)"
    $text = $text -replace '(?m)[ \t]+$'
    $text = $text -replace '(?m)^(## (?:INPUTS|OUTPUTS|NOTES|RELATED LINKS))\n(?!\n)', "`$1`n`n"
    $text = $text -replace '(?<!\n)\n(## (?:INPUTS|OUTPUTS|NOTES|RELATED LINKS))', "`n`n`$1"
    Set-Text $page "$($text.TrimEnd())`n"
}

$built = Join-Path ([IO.Path]::GetTempPath()) "help-$PID"
try {
    $null = New-ExternalHelp -Path (Get-Item "$pages/*-*.md").FullName -OutputPath $built -Force
    $null = New-Item -ItemType Directory -Path $help -Force
    foreach ($file in Get-ChildItem $built -Filter *-Help.xml) {
        # A terminal would show backticks.
        $text = [regex]::Replace([IO.File]::ReadAllText($file), '(?<=<maml:para>)[^<]*', { $args[0].Value -replace '`([^`]+)`', '$1' })
        Set-Text (Join-Path $help $file.Name) "$($text.TrimEnd())`n"
    }
} finally {
    Remove-Item $built -Recurse -ErrorAction Ignore
}

Remove-Item "$help/about_*.help.txt"
foreach ($topic in Get-Item "$pages/about_*.md") {
    Set-Text (Join-Path $help "$($topic.BaseName).help.txt") (& "$PSScriptRoot/ConvertTo-AboutHelp.ps1" $topic)
}
