<#
.SYNOPSIS
Starts a local server in a process of its own, and points the environment at it. Dot-source it in BeforeAll, and call Stop-Server in AfterAll.
#>
$script:Root = (Resolve-Path "$PSScriptRoot/../..").Path

function Start-Server {
    $program = Get-ChildItem "$Root/src/Daytona.LocalServer/bin/*/net10.0/Daytona.LocalServer.dll" |
        Sort-Object LastWriteTime -Descending | Select-Object -First 1
    if (-not $program) { throw 'Build the solution first: dotnet build.' }

    $start = [Diagnostics.ProcessStartInfo]::new('dotnet')
    foreach ($word in $program.FullName, '--port', '0', '--api-key', 'dtn_pester') { $start.ArgumentList.Add($word) }
    $start.RedirectStandardOutput = $true
    $script:Server = [Diagnostics.Process]::Start($start)
    while ($line = $Server.StandardOutput.ReadLine()) {
        if ($line -match '(http://127\.0\.0\.1:\d+/api)') { $env:DAYTONA_API_URL = $Matches[1]; break }
    }
    $env:DAYTONA_API_KEY = 'dtn_pester'
    Import-Module "$Root/Daytona.Snapshots.psd1" -Force
}

function Stop-Server {
    Remove-Module Daytona.Snapshots -ErrorAction Ignore
    $env:DAYTONA_API_URL = $env:DAYTONA_API_KEY = $null
    $Server.Kill()
    $Server.WaitForExit()
}
