<#
.SYNOPSIS
    Interrupts the service in the middle of each cmdlet, and reports what survived and what ended how.
.DESCRIPTION
    Each command runs in a real shell against its own local server. In the middle of it, the API is killed for 15 seconds, or the
    server is paused (SIGSTOP) for 20 seconds.

    To kill the API, a proxy in front of it resets all connections and stops listening, and listens again afterwards: for the client
    this is a process that was killed and restarted, and the account is the same after it. The logs, the storage, the registry and
    the toolbox are other hosts, and stay reachable. A pause stops all of them.

    Run it in the restored PowerShell on Linux: dotnet run --project src/Daytona.Pwsh -- tests/Outages/Test-Outages.ps1
#>
[CmdletBinding()]
param(
    # The commands to run, by wildcard.
    [string] $Command = '*',

    # The commands that run at the same time.
    [int] $ThrottleLimit = 6,

    # The folder of the manifest, and of the local server's project.
    [string] $Root = "$PSScriptRoot/../.."
)

$ErrorActionPreference = 'Stop'
Add-Type -TypeDefinition (Get-Content "$PSScriptRoot/OutageProxy.cs" -Raw)

# Before: the account. In: the request after which the outage begins. After: what must be true if the command succeeded.
$cases = @(
    @{ Name = 'Get-DaytonaSnapshot'; Script = '(Get-DaytonaSnapshot).Count'; In = 'GET /api/snapshots?'; After = { $output -eq '3' } }
    @{ Name = 'New-DaytonaSnapshot -Image'; Script = 'New-DaytonaSnapshot new alpine:3.20'; In = 'POST /api/snapshots'; After = { (State new) -eq 'active' } }
    @{ Name = 'New-DaytonaSnapshot -Dockerfile'; Script = 'New-DaytonaSnapshot new -Dockerfile Dockerfile'; In = 'POST /api/snapshots'; After = { (State new) -eq 'active' } }
    @{ Name = 'New-DaytonaSnapshot -SandboxId'; Script = 'New-DaytonaSnapshot new -SandboxId box'; In = 'POST /api/sandbox/box'; After = { (State new) -eq 'active' } }
    @{ Name = 'Set-DaytonaSnapshot'; Script = 'Set-DaytonaSnapshot a alpine:3.21'; In = 'POST /api/snapshots'; After = { (State a) -eq 'active' -and (Count 'a*') -eq 1 } }
    @{ Name = 'Set-DaytonaSnapshot, after the removal'; Script = 'Set-DaytonaSnapshot a alpine:3.21'; In = 'DELETE /api/snapshots/'; After = { (State a) -eq 'active' -and (Count 'a*') -eq 1 } }
    @{ Name = 'Sync-DaytonaSnapshot'; Script = 'Sync-DaytonaSnapshot list.psd1'; In = 'POST /api/snapshots'; After = { (State a) -eq 'active' -and (State n1) -eq 'active' -and (State n2) -eq 'active' -and (Count 'a*') -eq 1 } }
    @{ Name = 'Publish-DaytonaSnapshot'; Script = 'Publish-DaytonaSnapshot new -Path image.tar'; In = 'POST /api/snapshots'; After = { (State new) -eq 'active' } }
    @{ Name = 'Remove-DaytonaSnapshot, of 40'; Script = 'Remove-DaytonaSnapshot many/* -Wait'; Many = 40; In = 'DELETE /api/snapshots/'; After = { (Count 'many/*') -eq 0 } }
    @{ Name = 'Enable-DaytonaSnapshot'; Script = 'Enable-DaytonaSnapshot off -Wait'; In = 'POST /api/snapshots/'; After = { (State off) -eq 'active' } }
    @{ Name = 'Disable-DaytonaSnapshot'; Script = 'Disable-DaytonaSnapshot a -Wait'; In = 'POST /api/snapshots/'; After = { (State a) -eq 'inactive' } }
    @{ Name = 'Wait-DaytonaSnapshot'; Script = 'New-DaytonaSnapshot new alpine:3.20 -NoWait; Wait-DaytonaSnapshot new'; In = 'POST /api/snapshots'; After = { (State new) -eq 'active' } }
    @{ Name = 'Watch-DaytonaSnapshot'; Script = 'Watch-DaytonaSnapshot -Timeout 60'; In = 'GET /api/snapshots?'; Change = $true; After = { "$output" -match 'inactive' } }
    @{ Name = 'Get-DaytonaSnapshotLog -Follow'; Script = 'New-DaytonaSnapshot new -Dockerfile Dockerfile -NoWait | Out-Null; Get-DaytonaSnapshotLog new -Follow'; In = 'GET /api/snapshots/*/build-logs-url'; After = { "$output" -match 'FROM' } }
    @{ Name = 'Test-DaytonaSnapshot'; Script = 'Test-DaytonaSnapshot a ''echo hello'''; In = 'POST /api/sandbox'; After = { @((Invoke-RestMethod "$control/state").sandboxes | Where-Object state -NotLike destroy*).Count -eq 1 } }
    @{ Name = 'New-DaytonaRegistry'; Script = 'New-DaytonaRegistry team https://r.example.com -Credential $credential'; In = 'POST /api/docker-registry'; After = { $true } }
    @{ Name = 'Get-DaytonaRegistry'; Script = '(Get-DaytonaRegistry).Count'; In = 'GET /api/docker-registry'; After = { $true } }
    @{ Name = 'Set-DaytonaRegistry'; Script = 'New-DaytonaRegistry team https://r.example.com -Credential $credential | Out-Null; Set-DaytonaRegistry team $credential -Url https://s.example.com; (Get-DaytonaRegistry).Url'; In = 'PATCH /api/docker-registry/'; After = { "$output" -match 's\.example' } }
    @{ Name = 'Remove-DaytonaRegistry'; Script = 'New-DaytonaRegistry team https://r.example.com -Credential $credential | Out-Null; Remove-DaytonaRegistry team; @(Get-DaytonaRegistry).Count'; In = 'DELETE /api/docker-registry/'; After = { $output -eq '0' } }
    @{ Name = 'Set-DaytonaWarmPool'; Newer = $true; Script = 'Set-DaytonaWarmPool a 2; (Get-DaytonaWarmPool).Size'; In = 'POST /api/warm-pools'; After = { "$output" -match '2$' } }
    @{ Name = 'Remove-DaytonaWarmPool'; Newer = $true; Script = 'Set-DaytonaWarmPool a 2 | Out-Null; Remove-DaytonaWarmPool a; @(Get-DaytonaWarmPool).Count'; In = 'DELETE /api/warm-pools/'; After = { $output -eq '0' } }
    @{ Name = 'Get-DaytonaRegion'; Script = '(Get-DaytonaRegion).Id'; In = 'GET /api/'; After = { $true } }
    @{ Name = 'Get-DaytonaOrganization'; Script = '$env:DAYTONA_API_KEY = $null; $env:DAYTONA_JWT_TOKEN = $token; (Get-DaytonaOrganization).Name'; In = 'GET /api/'; After = { $true } }
    @{ Name = 'Connect-Daytona'; Script = 'Connect-Daytona -ApiKey (ConvertTo-SecureString dtn_outage -AsPlainText) -ApiUrl $env:DAYTONA_API_URL'; In = 'GET /api/'; After = { $true } }
) | Where-Object { $_.Name -like $Command }

$runs = foreach ($outage in 'killed 15 s', 'paused 20 s') { foreach ($case in $cases) { [pscustomobject] @{ Case = $case; Outage = $outage; Check = "$($case.After)" } } }
$program = (Get-ChildItem "$Root/src/Daytona.LocalServer/bin/*/net10.0/Daytona.LocalServer.dll" | Sort-Object LastWriteTime -Descending)[0].FullName
$shell = (Get-Process -Id $PID).Path
$shellArguments = @(if ([IO.Path]::GetFileNameWithoutExtension($shell) -eq 'dotnet') { "$PSHOME/pwsh.dll" })

$runs | ForEach-Object -ThrottleLimit $ThrottleLimit -Parallel {
    $ErrorActionPreference = 'Stop'
    $case = $_.Case
    $folder = (New-Item -ItemType Directory "$([IO.Path]::GetTempPath())/outage-$([guid]::NewGuid().ToString('N'))").FullName
    Set-Content "$folder/Dockerfile" "FROM alpine:3.20`nRUN echo one`nRUN echo two"
    Set-Content "$folder/list.psd1" "@{ Name = 'a'; Image = 'alpine:3.21' }, @{ Name = 'n1'; Image = 'alpine:3.20' }, @{ Name = 'n2'; Image = 'alpine:3.20' }"

    $start = [Diagnostics.ProcessStartInfo]::new('dotnet')
    foreach ($argument in $using:program, '--port', '0', '--api-key', 'dtn_outage', '--seed', '0', '--latency', '300ms', '--pull-time', '4s', '--build-time', '6s', '--removal-time', '2s', '--sandbox-time', '3s' + @(if ($case.Newer) { '--newer' })) { $start.ArgumentList.Add($argument) }
    $start.RedirectStandardOutput = $true
    $server = [Diagnostics.Process]::Start($start)
    $address = $null
    while (-not $address -and ($line = $server.StandardOutput.ReadLine())) { if ($line -match 'http://127\.0\.0\.1:(\d+)/api') { $address = [int] $Matches[1] } }
    $control = "http://127.0.0.1:$address/control"
    function Send($path, $body) { $null = Invoke-RestMethod "$control/$path" -Method Post -ContentType application/json -Body (ConvertTo-Json $body) }
    function State($name) { @((Invoke-RestMethod "$control/state").snapshots | Where-Object name -CEQ $name | Where-Object state -NE removing).state -join '+' }
    function Count($pattern) { @((Invoke-RestMethod "$control/state").snapshots | Where-Object name -Like $pattern | Where-Object state -NE removing).Count }
    function Requests { @((Invoke-RestMethod "$control/state").requests | ForEach-Object { "$($_.method) $($_.target)" }) }
    foreach ($name in 'a', 'off', 'other') { Send snapshots @{ name = $name; state = $(if ($name -eq 'off') { 'inactive' } else { 'active' }); createdAt = [DateTimeOffset]::UtcNow.AddHours(-1) } }
    $token = (Invoke-RestMethod "$control/tokens" -Method Post -ContentType application/json -Body '{"user":"me","organizations":["Default"]}').value
    if ($case.Many) { 1..$case.Many | ForEach-Object { Send snapshots @{ name = "many/$_"; state = 'active' } } }
    Send sandboxes @{ name = 'box'; state = 'started' }

    $proxy = [OutageProxy]::new($address)
    $env:DAYTONA_API_URL = $null
    $script = @"
`$env:DAYTONA_API_URL = 'http://127.0.0.1:$($proxy.Port)/api'; `$env:DAYTONA_API_KEY = 'dtn_outage'
Import-Module '$using:Root/Daytona.Snapshots.psd1'; Set-Location '$folder'
`$token = '$token'; `$credential = [pscredential]::new('robot', (ConvertTo-SecureString secret -AsPlainText))
& { $($case.Script) } *>&1 | ForEach-Object {
    if (`$_ -is [Management.Automation.ErrorRecord]) { "E|`$(`$_.FullyQualifiedErrorId -replace ',.*')|`$_" }
    elseif (`$_ -is [Management.Automation.WarningRecord]) { "W|`$_" }
    else { "O|`$(if (`$_ -is [string] -or `$_ -is [int] -or `$_ -is [bool]) { `$_ } else { (`$_ | Out-String -Width 300) -replace '\s+', ' ' })" }
}
"@
    $run = [Diagnostics.ProcessStartInfo]::new($using:shell)
    foreach ($argument in $using:shellArguments + '-NoProfile' + '-NonInteractive' + '-Command' + $script) { $run.ArgumentList.Add($argument) }
    $run.RedirectStandardOutput = $run.RedirectStandardError = $true
    if ($case.Name -like 'Publish*') {
        # An OCI layout of one small layer, in a tar.
        $layout = New-Item -ItemType Directory "$folder/layout/blobs/sha256" -Force
        function Blob([byte[]] $bytes) { $hash = [Convert]::ToHexString([Security.Cryptography.SHA256]::HashData($bytes)).ToLowerInvariant(); [IO.File]::WriteAllBytes("$layout/$hash", $bytes); @{ digest = "sha256:$hash"; size = $bytes.Length } }
        $layer = Blob ([byte[]]::new(1024))
        $config = Blob ([Text.Encoding]::UTF8.GetBytes((ConvertTo-Json @{ architecture = 'amd64'; os = 'linux'; rootfs = @{ type = 'layers'; diff_ids = @($layer.digest) } } -Depth 5 -Compress)))
        $manifest = Blob ([Text.Encoding]::UTF8.GetBytes((ConvertTo-Json @{ schemaVersion = 2; mediaType = 'application/vnd.oci.image.manifest.v1+json'; config = $config + @{ mediaType = 'application/vnd.oci.image.config.v1+json' }; layers = @($layer + @{ mediaType = 'application/vnd.oci.image.layer.v1.tar' }) } -Depth 6 -Compress)))
        Set-Content "$folder/layout/oci-layout" '{"imageLayoutVersion":"1.0.0"}' -NoNewline
        Set-Content "$folder/layout/index.json" (ConvertTo-Json @{ schemaVersion = 2; manifests = @($manifest + @{ mediaType = 'application/vnd.oci.image.manifest.v1+json' }) } -Depth 5 -Compress) -NoNewline
        [Formats.Tar.TarFile]::CreateFromDirectory("$folder/layout", "$folder/image.tar", $false)
    }

    $watch = [Diagnostics.Stopwatch]::StartNew()
    $child = [Diagnostics.Process]::Start($run)
    $text = $child.StandardOutput.ReadToEndAsync()
    while (-not $child.HasExited -and -not (Requests | Where-Object { $_ -like "$($case.In)*" })) { Start-Sleep -Milliseconds 100 }
    $met = -not $child.HasExited
    if ($_.Outage -like 'killed*') {
        Start-Sleep -Milliseconds 150
        $proxy.Stop(); Start-Sleep 15; $proxy.Start()
    }
    else {
        Start-Sleep -Milliseconds 150
        & kill -STOP $server.Id; Start-Sleep 20; & kill -CONT $server.Id
    }
    if ($case.Change) { Start-Sleep 10; Send snapshots @{ name = 'a'; state = 'inactive' } }
    $ended = $child.WaitForExit(240000)
    if (-not $ended) { $child.Kill() }
    $seconds = [int] $watch.Elapsed.TotalSeconds
    $lines = $text.Result -split "`n"
    $output = ($lines | Where-Object { $_ -like 'O|*' } | ForEach-Object { $_.Substring(2) }) -join ' '
    $errors = @($lines | Where-Object { $_ -like 'E|*' })
    $holds = & ([scriptblock]::Create($_.Check))
    [pscustomobject] @{
        Command  = $case.Name
        Outage   = $_.Outage
        Met      = $met
        Seconds  = $seconds
        End      = if (-not $ended) { 'did not end' } elseif ($errors) { ($errors | ForEach-Object { ($_ -split '\|')[1] } | Group-Object | ForEach-Object { "$($_.Count) x $($_.Name)" }) -join ', ' } else { 'succeeded' }
        Done     = [bool] $holds
        Warnings = @($lines | Where-Object { $_ -like 'W|*' } | Sort-Object -Unique).Count
        Details  = (@($lines | Where-Object { $_ -match '^[EW]\|' } | Sort-Object -Unique)) -join ' // '
    }
    $proxy.Dispose()
    $server.Kill()
    $server.WaitForExit()
    Remove-Item $folder -Recurse -Force
}
