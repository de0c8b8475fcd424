BeforeDiscovery {
    $services = @(
        @{ Service = 'GitHub Actions'; File = 'action.yml'; Scope = 'inputs' }
        @{ Service = 'Azure DevOps'; File = 'azure-devops/snapshot.yml'; Scope = 'parameters' }
    )
}

BeforeAll {
    . "$PSScriptRoot/Server.ps1"
    Start-Server
    $version = (Import-PowerShellDataFile "$Root/Daytona.Snapshots.psd1").ModuleVersion
    $module = "$TestDrive/pack/Daytona.Snapshots/$version"
    $null = New-Item -ItemType Directory $module
    foreach ($item in 'Daytona.Snapshots.psd1', 'Daytona.Snapshots.psm1', 'bin', 'en-US') { Copy-Item "$Root/$item" $module -Recurse }
    $package = "$TestDrive/module.zip"
    [IO.Compression.ZipFile]::CreateFromDirectory("$TestDrive/pack", $package, 'Fastest', $false)

    # The steps of a file: the lines of their scripts, and what their environment is set to.
    function Get-Step($File) {
        $step = $null
        foreach ($line in Get-Content "$Root/$File") {
            $indent = $line.Length - $line.TrimStart().Length
            if ($null -ne $step.Indent -and ($indent -gt $step.Indent -or -not $line)) { $step.Lines += $line; continue }
            if ($step) { $step.Indent = $null }
            if ($line -match '^ +- (name|pwsh|\$)') { $step; $step = @{ Lines = @(); Environment = @{}; Indent = $null } }
            if ($line -match '^[ -]+(?=(run|pwsh): \|$)') { $step.Indent = $Matches[0].Length }
            if ($line -cmatch '^ +([A-Z_]+): \$\{\{ \w+\.(\w+) \}\}$') { $step.Environment[$Matches[1]] = $Matches[2] }
        }
        $step
    }

    # The variable by which the module finds out where it runs.
    $detected = @{ 'action.yml' = 'GITHUB_ACTIONS'; 'azure-devops/snapshot.yml' = 'TF_BUILD' }
    # The variables that the first step of a file has set, which gets the module. It runs once for all tests.
    $prepared = @{}

    # Runs the steps as the service does: a script each, with the variables of that service; only with -InShell in a shell of its own.
    function Invoke-Service($File, [hashtable] $Values, [switch] $InShell) {
        $folder = "$TestDrive/$(New-Guid)"
        $null = New-Item -ItemType Directory $folder
        $variables = @{
            RUNNER_TEMP = $folder; AGENT_TEMPDIRECTORY = $folder; GITHUB_ACTION_PATH = $Root
            $detected[$File] = 'true'; DAYTONA_CI_OUTPUT = $null; GITHUB_ENV = "$folder/env"; GITHUB_OUTPUT = "$folder/output"; GITHUB_STEP_SUMMARY = "$folder/summary.md"
        }
        $run = @{ Log = @(); Outputs = @{}; ExitCode = 0 }
        $steps = @(Get-Step $File | Where-Object Lines)
        if ($prepared[$File]) {
            foreach ($name in $prepared[$File].Keys) { $variables[$name] = $prepared[$File][$name] }
            $steps = $steps | Select-Object -Skip 1
        }
        foreach ($step in $steps) {
            foreach ($name in $step.Environment.Keys) { $variables[$name] = "$($Values[$step.Environment[$name]])" }
            if ($variables.ContainsKey('DAYTONA_API_KEY')) { $variables.DAYTONA_API_KEY = $env:DAYTONA_API_KEY }
            Set-Content "$folder/step.ps1" (@('$ErrorActionPreference = ''stop''') + $step.Lines + 'if (Test-Path variable:\LASTEXITCODE) { exit $LASTEXITCODE }')
            $before = @{}
            foreach ($name in $variables.Keys) {
                $before[$name] = [Environment]::GetEnvironmentVariable($name)
                [Environment]::SetEnvironmentVariable($name, $variables[$name])
            }
            try {
                if ($InShell) {
                    $run.Log += Invoke-Shell -NoProfile -Command ". '$folder/step.ps1'" 2>&1 | ForEach-Object { "$_" }
                    $run.ExitCode = $LASTEXITCODE
                } else {
                    try { $run.Log += Invoke-Runspace ". '$folder/step.ps1'" | ForEach-Object { "$_" } } catch { $run.ExitCode = 1 }
                }
            } finally {
                foreach ($name in $before.Keys) { [Environment]::SetEnvironmentVariable($name, $before[$name]) }
            }
            if ($run.ExitCode) { break }
            Get-Content "$folder/env" -ErrorAction Ignore | ForEach-Object { $name, $value = $_ -split '=', 2; $variables[$name] = $value }
            $run.Log | Where-Object { $_ -match '^##vso\[task\.setvariable variable=(\w+)\](.*)' } |
                ForEach-Object { $variables[$Matches[1].ToUpperInvariant()] = $Matches[2] }
            if (-not $prepared[$File]) {
                $prepared[$File] = @{}
                foreach ($name in $variables.Keys -match 'module') { $prepared[$File][$name] = $variables[$name] }
            }
        }
        $text = Get-Content "$folder/output" -Raw -ErrorAction Ignore
        [regex]::Matches("$text", '(?m)^(\w+)<<(.+?)\r?\n(.*?)\r?\n\2') | ForEach-Object { $run.Outputs[$_.Groups[1].Value] = $_.Groups[3].Value }
        $run.Log | Where-Object { $_ -match '^##vso\[task\.setvariable variable=(\w+);isOutput=true\](.*)' } | ForEach-Object { $run.Outputs[$Matches[1]] = $Matches[2] }
        $run.Summary = "$(Get-Content "$folder/*.md" -Raw -ErrorAction Ignore)"
        $run
    }
}

AfterAll { Stop-Server }

Describe 'The steps for <Service>' -Skip:($PSEdition -ne 'Core') -ForEach $services {
    BeforeEach { $name = "action-$(New-Guid)" }

    It 'create a snapshot and output its ID, name and state' {
        $run = Invoke-Service $File @{ package = $package; name = $name; mode = 'create'; image = 'python:3.13-slim'; cpu = '2'; memory = '4GB'; timeout = '60' } -InShell

        $run.ExitCode | Should -Be 0 -Because ($run.Log -join "`n")
        $snapshot = Get-DaytonaSnapshot $name
        $snapshot.Cpu, $snapshot.Memory | Should -Be 2, 4
        $run.Outputs.id, $run.Outputs.name, $run.Outputs.state | Should -Be $snapshot.Id, $name, 'active'
        $run.Summary | Should -Match "    Name +: $name"
    }

    It 'use an existing snapshot only in the mode if-not-exists' {
        Add-Snapshot $name
        (Invoke-Service $File @{ package = $package; name = $name; mode = 'if-not-exists'; image = 'alpine:3.20' }).Outputs.state | Should -Be active

        $run = Invoke-Service $File @{ package = $package; name = $name; mode = 'create'; image = 'alpine:3.20' }
        $run.ExitCode | Should -Be 1
        $run.Summary | Should -Match "    .*$name"
        $run.Outputs.Count | Should -Be 0
    }

    It 'build a Dockerfile with its context without running commands in its log' {
        $folder = New-Item -ItemType Directory "$TestDrive/context-$name"
        Set-Content "$folder/Dockerfile" "FROM alpine:3.20`nCOPY it.txt /`nRUN echo '##vso[task.setvariable variable=x]y' && echo '##[add-path]x'"
        Set-Content "$folder/it.txt" $name

        $run = Invoke-Service $File @{ package = $package; name = $name; mode = 'create'; dockerfile = "$folder/Dockerfile"; context = "$folder" } -InShell

        $run.ExitCode | Should -Be 0 -Because ($run.Log -join "`n")
        $run.Log -match 'RUN echo' | Should -Not -BeNullOrEmpty
        $run.Log -match 'add-path' -match '##' | Should -BeNullOrEmpty
        $run.Log -match '^(::|##\[)group' | Should -HaveCount 1
    }

    It 'report a failed build at its line' {
        $folder = New-Item -ItemType Directory "$TestDrive/failing-$name"
        Set-Content "$folder/Dockerfile" 'FROM alpine:3.20', 'RUN exit 7'

        $run = Invoke-Service $File @{ package = $package; name = $name; mode = 'create'; dockerfile = "$folder/Dockerfile" } -InShell

        $run.ExitCode | Should -Be 1
        $run.Log -match '^(::error file=|##vso\[task\.logissue type=error;sourcepath=).*Dockerfile[,;]line(number)?=2' | Should -HaveCount 1
        $run.Log -match 'The end of the build log:' | Should -HaveCount 1
    }

    It 'use an image definition from a script' {
        Set-Content "$TestDrive/image.ps1" "New-DaytonaImage python:3.13-slim | Add-DaytonaImageStep -PipInstall requests"
        $run = Invoke-Service $File @{ package = $package; name = $name; mode = 'create'; definition = "$TestDrive/image.ps1" }

        $run.ExitCode | Should -Be 0 -Because ($run.Log -join "`n")
        (Get-DaytonaSnapshot $name).BuildInfo.DockerfileContent | Should -Match 'pip install requests'
    }

    It 'require one source: <what>' -ForEach @(
        @{ What = 'none'; Sources = @{}; Message = 'Specify one of image, dockerfile and definition.' }
        @{ What = 'a lone context'; Sources = @{ image = 'alpine:3.20'; context = '.' }; Message = 'A context requires a dockerfile.' }
    ) {
        $run = Invoke-Service $File (@{ package = $package; name = $name; mode = 'set' } + $sources)

        $run.ExitCode | Should -Be 1
        $run.Summary | Should -Match ([regex]::Escape($message))
    }

    It 'do not execute the text of an input' {
        $text = "`$(New-Item '$TestDrive/ran')'; New-Item '$TestDrive/ran'; '`"; New-Item '$TestDrive/ran' #"
        (Invoke-Service $File @{ package = $package; name = "$name$text"; mode = 'create'; image = "alpine:3.20$text" }).ExitCode | Should -Be 1
        "$TestDrive/ran" | Should -Not -Exist
        (Get-Step $File).Lines -match '\$\{\{' | Should -BeNullOrEmpty
    }

    It 'pass every input to a step' {
        $declared = Get-Content "$Root/$File" | ForEach-Object { if ($_ -match '^(?:  |  - \{? ?name: )(\w+)(?::$|,|$)') { $Matches[1] } } |
            Where-Object { $_ -notin 'id', 'state', 'steps', 'apiKey', 'stepName' } | Select-Object -Unique
        (Get-Step $File).Environment.Values | Select-Object -Unique | Where-Object { $_ -ne 'apiKey' } | Sort-Object | Should -Be ($declared | Sort-Object)
    }
}

Describe 'The package that the steps take' -Skip:($PSEdition -ne 'Core') {
    It 'is the release with the version of the action' {
        $listener = [Net.Sockets.TcpListener]::new([Net.IPAddress]::Loopback, 0)
        $listener.Start()
        try {
            $action = New-Item -ItemType Directory "$TestDrive/action"
            $manifest = (Get-Content "$Root/Daytona.Snapshots.psd1" -Raw) -replace "(ProjectUri +=) '[^']+'", "`$1 'http://$($listener.LocalEndpoint)/fork'"
            Set-Content "$action/Daytona.Snapshots.psd1" $manifest
            $answer = [powershell]::Create().AddScript({
                param($listener, $package)
                $client = $listener.AcceptTcpClient()
                $stream = $client.GetStream()
                $reader = [IO.StreamReader]::new($stream)
                $reader.ReadLine()
                while ($reader.ReadLine()) { }
                $content = [IO.File]::ReadAllBytes($package)
                $stream.Write([Text.Encoding]::ASCII.GetBytes("HTTP/1.1 200 OK`r`nContent-Length: $($content.Length)`r`nConnection: close`r`n`r`n"))
                $stream.Write($content)
                $client.Dispose()
            }).AddArgument($listener).AddArgument($package)
            $pending = $answer.BeginInvoke()
            $script = (Get-Step action.yml | Where-Object Lines)[0].Lines
            Set-Content "$action/step.ps1" $script
            $env:RUNNER_TEMP = $env:GITHUB_ACTION_PATH = "$action"
            $env:GITHUB_ENV = "$action/env"
            Invoke-Runspace ". '$action/step.ps1'" | Should -BeNullOrEmpty

            $answer.EndInvoke($pending) | Should -Be "GET /fork/releases/download/v$version/Daytona.Snapshots.$version.zip HTTP/1.1"
            "$action/daytona-snapshots/Daytona.Snapshots/$version/Daytona.Snapshots.psd1" | Should -Exist
        } finally {
            $listener.Stop()
            $env:RUNNER_TEMP = $env:GITHUB_ACTION_PATH = $env:GITHUB_ENV = $null
        }
    }

    It 'has the version of the manifest in the Azure DevOps template' {
        $uri = (Import-PowerShellDataFile "$Root/Daytona.Snapshots.psd1").PrivateData.PSData.ProjectUri
        Get-Content "$Root/azure-devops/snapshot.yml" |
            Should -Contain "    default: $uri/releases/download/v$version/Daytona.Snapshots.$version.zip"
    }
}
