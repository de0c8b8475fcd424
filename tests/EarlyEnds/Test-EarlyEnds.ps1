<#
.SYNOPSIS
    Ends listings early over compressed pages, in several PowerShell processes, and reports how the processes ended.
.DESCRIPTION
    A decompressor that is disposed while it reads ends the process (exit code 139), which no test inside the process can report.
    Start it in the restored PowerShell: dotnet run --project src/Daytona.Pwsh -- tests/EarlyEnds/Test-EarlyEnds.ps1
#>
[CmdletBinding()]
param(
    # The number of processes for each encoding.
    [int] $Processes = 3,

    # The number of listings that each process ends.
    [int] $Rounds = 1000,

    # The number of snapshots, 200 on each page.
    [int] $Snapshots = 10000,

    # The folder of the manifest to test.
    [string] $Module = "$PSScriptRoot/../.."
)

$ErrorActionPreference = 'Stop'
$program = Get-ChildItem "$PSScriptRoot/../../src/Daytona.LocalServer/bin/*/net10.0/Daytona.LocalServer.dll" |
    Sort-Object LastWriteTime -Descending | Select-Object -First 1
$shell = (Get-Process -Id $PID).Path
$shellArguments = @(if ([IO.Path]::GetFileNameWithoutExtension($shell) -eq 'dotnet') { "$PSHOME/pwsh.dll" })
$script = @"
Import-Module '$Module/Daytona.Snapshots.psd1'
foreach (`$round in 1..$Rounds) {
    if (@(Get-DaytonaSnapshot | Select-Object -First 5).Count -ne 5) { exit 1 }
}
"@

foreach ($encoding in 'gzip', 'br') {
    $start = [Diagnostics.ProcessStartInfo]::new('dotnet')
    foreach ($argument in $program.FullName, '--port', '0', '--api-key', 'dtn_early', '--seed', $Snapshots, '--compression', $encoding) {
        $start.ArgumentList.Add($argument)
    }
    $start.RedirectStandardOutput = $true
    $server = [Diagnostics.Process]::Start($start)
    try {
        while ($line = $server.StandardOutput.ReadLine()) {
            if ($line -match '(http://127\.0\.0\.1:\d+/api)') { $env:DAYTONA_API_URL = $Matches[1]; break }
        }
        $env:DAYTONA_API_KEY = 'dtn_early'
        foreach ($number in 1..$Processes) {
            $watch = [Diagnostics.Stopwatch]::StartNew()
            & $shell @shellArguments -NoProfile -NonInteractive -Command $script
            [pscustomobject] @{
                Encoding  = $encoding
                Process   = $number
                EarlyEnds = $Rounds
                ExitCode  = $LASTEXITCODE
                Seconds   = [int] $watch.Elapsed.TotalSeconds
            }
        }
    }
    finally {
        $server.Kill()
        $server.WaitForExit()
    }
}
