<#
.SYNOPSIS
Points the environment at a local server in a process of its own, which all files share. Dot-source it in BeforeAll, and call Stop-Server in AfterAll.
#>
$script:Root = (Resolve-Path "$PSScriptRoot/../..").Path
$script:Shell = (Get-Process -Id $PID).Path
# The restored shell may run as "dotnet pwsh.dll".
$script:ShellArguments = [string[]]@(if ([IO.Path]::GetFileNameWithoutExtension($Shell) -eq 'dotnet') { "$PSHOME/pwsh.dll" })

function Start-Server {
    if (-not $global:PesterServer -or $global:PesterServer.Process.HasExited) { $global:PesterServer = New-Server }
    $env:DAYTONA_API_URL = $global:PesterServer.Url
    $env:DAYTONA_API_KEY = 'dtn_pester'
    Import-Module "$Root/Daytona.Snapshots.psd1" -Force
}

function New-Server {
    $program = Get-ChildItem "$Root/src/Daytona.LocalServer/bin/*/net10.0/Daytona.LocalServer.dll" |
        Sort-Object LastWriteTime -Descending | Select-Object -First 1
    if (-not $program) { throw 'Build the solution first: dotnet build.' }

    # One line of arguments: .NET Framework, on which Windows PowerShell runs, has no list of them.
    $start = [Diagnostics.ProcessStartInfo]::new(
        'dotnet',
        "`"$($program.FullName)`" --port 0 --api-key dtn_pester --pull-time 100ms --build-time 100ms --removal-time 100ms --compression gzip")
    $start.UseShellExecute = $false
    $start.RedirectStandardOutput = $true
    $process = [Diagnostics.Process]::Start($start)
    $null = Register-EngineEvent PowerShell.Exiting -SupportEvent -Action { $global:PesterServer.Process.Kill() }
    while ($line = $process.StandardOutput.ReadLine()) {
        if ($line -match '(http://127\.0\.0\.1:\d+/api)') { return @{ Process = $process; Url = $Matches[1] } }
    }
    throw 'The local server did not start.'
}

function Stop-Server {
    # What the next file must not find.
    foreach ($list in 'faults', 'toolbox') { $null = Invoke-Control $list Delete }
    Remove-Module Daytona.Snapshots -ErrorAction Ignore
    $env:DAYTONA_API_URL = $env:DAYTONA_API_KEY = $null
}

# Starts another shell like this one, which costs a second or two. For what is not of the process, use Invoke-Runspace.
function Invoke-Shell { & $Shell @ShellArguments @args }

# Runs commands in a new session of this process: without the module, with a shell's variables and preferences, and in a tenth of its time.
function Invoke-Runspace([string] $Script) {
    $session = [powershell]::Create()
    try {
        $session.AddScript($Script).Invoke()
        $session.Streams.Information
    } finally {
        $session.Dispose()
    }
}

# Reads and sets the server's state, see docs/local-server.md.
function Invoke-Control([string] $Path, [string] $Method = 'Get', $Body) {
    $address = $env:DAYTONA_API_URL -replace '/api$', "/control/$Path"
    $arguments = if ($Body) { @{ ContentType = 'application/json'; Body = ConvertTo-Json $Body } } else { @{} }
    Invoke-RestMethod $address -Method $Method @arguments
}

function Add-Snapshot([string] $Name, [string] $State = 'active') {
    $null = Invoke-Control snapshots Post @{ name = $Name; state = $State; imageName = 'alpine:3.20' }
}

# The requests since Clear-Request, without those for notifications, as 'GET /api/snapshots/it 200'.
function Get-Request {
    (Invoke-Control state).requests | Where-Object target -Like '/api/*' | Where-Object target -NotLike '*socket.io*' |
        ForEach-Object { "$($_.method) $($_.target) $($_.status)" }
}

function Clear-Request { $null = Invoke-Control requests Delete }
