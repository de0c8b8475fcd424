<#
.SYNOPSIS
    The module's side of the benchmark: tasks come as lines of JSON, and so do their results go.
#>
param([Parameter(Mandatory)] [string] $Manifest)

$ErrorActionPreference = 'Stop'
# The shell writes warnings to standard output, where the results go.
$WarningPreference = 'SilentlyContinue'
Import-Module $Manifest

function Get-DistinctCount($snapshots) { [Collections.Generic.HashSet[string]]::new([string[]] $snapshots.Id).Count }

function Get-Lag($snapshot) { ([DateTime]::UtcNow - $snapshot.UpdatedAt.ToUniversalTime()).TotalMilliseconds }

$tasks = @{
    list   = {
        $clock = [Diagnostics.Stopwatch]::StartNew()
        $snapshots = Get-DaytonaSnapshot
        $clock.Stop()
        @{ milliseconds = $clock.Elapsed.TotalMilliseconds; count = Get-DistinctCount $snapshots }
    }
    first  = {
        $clock = [Diagnostics.Stopwatch]::StartNew()
        $snapshots = Get-DaytonaSnapshot | ForEach-Object { $clock.Stop(); $_ } | Select-Object -First 1
        @{ milliseconds = $clock.Elapsed.TotalMilliseconds; count = Get-DistinctCount $snapshots }
    }
    remove = {
        $clock = [Diagnostics.Stopwatch]::StartNew()
        Get-DaytonaSnapshot | Remove-DaytonaSnapshot
        $clock.Stop()
        @{ milliseconds = $clock.Elapsed.TotalMilliseconds }
    }
    create = {
        param($name)
        $clock = [Diagnostics.Stopwatch]::StartNew()
        $snapshot = New-DaytonaSnapshot -Name $name -Image alpine:3.20
        $lag = Get-Lag $snapshot
        $clock.Stop()
        @{ milliseconds = $clock.Elapsed.TotalMilliseconds; state = $snapshot.State; lag = $lag }
    }
    upload = {
        param($name, $dockerfile, $context)
        $clock = [Diagnostics.Stopwatch]::StartNew()
        $snapshot = New-DaytonaSnapshot -Name $name -Dockerfile $dockerfile -Context $context -NoWait
        $clock.Stop()
        @{ milliseconds = $clock.Elapsed.TotalMilliseconds; hash = [string] $snapshot.BuildInfo.ContextHashes }
    }
    publish = {
        param($name, $image, $path, $engine)
        $env:DOCKER_HOST = $engine
        $source = if ($path) { @{ Path = $path } } else { @{ LocalImage = $image } }
        $clock = [Diagnostics.Stopwatch]::StartNew()
        $snapshot = Publish-DaytonaSnapshot $name @source -NoWait
        $clock.Stop()
        @{ milliseconds = $clock.Elapsed.TotalMilliseconds; image = $snapshot.ImageName; peakMebibytes = [Diagnostics.Process]::GetCurrentProcess().PeakWorkingSet64 / 1MB }
    }
    # Others remove snapshots too: an error of one is counted, and ends nothing.
    clean  = {
        $clock = [Diagnostics.Stopwatch]::StartNew()
        $removed = Get-DaytonaSnapshot | Where-Object State -eq error |
            Remove-DaytonaSnapshot -PassThru -ErrorAction SilentlyContinue -ErrorVariable failures
        $clock.Stop()
        if ($failures) { throw "$($failures.Count) errors, the first: $($failures[0])" }
        @{ milliseconds = $clock.Elapsed.TotalMilliseconds; count = Get-DistinctCount $removed }
    }
}

while ($null -ne ($line = [Console]::In.ReadLine())) {
    $request = ConvertFrom-Json $line
    $arguments = @($request.arguments)
    $result = try { & $tasks[$request.task] @arguments } catch { @{ error = "$_" } }
    [Console]::Out.WriteLine((ConvertTo-Json $result -Compress))
}
