<#
.SYNOPSIS
Runs the suite with the newest of each installed major version of Pester, from 5 on, each in a shell of its own.
#>
$ErrorActionPreference = 'Stop'
$failed = $false
$versions = Get-Module -ListAvailable Pester | Where-Object { $_.Version.Major -ge 5 } | Group-Object { $_.Version.Major } |
    ForEach-Object { ($_.Group | Sort-Object Version -Descending)[0].Version }
if (-not $versions) { throw 'There is no Pester 5 or newer: Install-Module Pester.' }

$shell = (Get-Process -Id $PID).Path
foreach ($version in $versions) {
    & $shell -NoProfile -Command {
        param($version, $folder)
        Import-Module Pester -RequiredVersion $version
        $run = Invoke-Pester -Path $folder -PassThru -Output Normal
        "Pester ${version}: $($run.PassedCount) passed, $($run.FailedCount) failed, $($run.SkippedCount) skipped"
        exit [int]($run.Result -ne 'Passed')
    } -args "$version", $PSScriptRoot
    if ($LASTEXITCODE) { $failed = $true }
}

exit [int]$failed
