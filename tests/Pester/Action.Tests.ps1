BeforeDiscovery {
    $services = @(
        @{ Service = 'GitHub Actions'; File = 'action.yml' }
        @{ Service = 'Azure DevOps'; File = 'azure-devops/snapshot.yml' }
    )
}

BeforeAll {
    . "$PSScriptRoot/Server.ps1"
    Start-Server
    $version = (Import-PowerShellDataFile "$Root/Daytona.Snapshots.psd1").ModuleVersion
    $module = "$TestDrive/pack/Daytona.Snapshots/$version"
    $null = New-Item -ItemType Directory $module
    foreach ($item in 'Daytona.Snapshots.psd1', 'Daytona.Snapshots.psm1', 'bin', 'ci', 'en-US') { Copy-Item "$Root/$item" $module -Recurse }
    $package = "$TestDrive/Daytona.Snapshots.$version.zip"
    [IO.Compression.ZipFile]::CreateFromDirectory("$TestDrive/pack", $package, 'Fastest', $false)

    # The variable by which the module finds out where it runs.
    $detected = @{ 'action.yml' = 'GITHUB_ACTIONS'; 'azure-devops/snapshot.yml' = 'TF_BUILD' }
    $session = [powershell]::Create()

    function Get-Spelling($File, [string] $Name) {
        if ($File -eq 'action.yml') { $Name } else { $Name -replace '-(.)', { $_.Groups[1].Value.ToUpperInvariant() } }
    }

    # The names of the inputs or parameters.
    function Get-Declared($File) {
        $text = (Get-Content "$Root/$File" -Raw) -replace '(?ms)^(outputs|steps):.*'
        [regex]::Matches($text, '(?m)^(?:  |  - \{? ?name: )([\w-]+)(?=:?\r?$|,)') | ForEach-Object { $_.Groups[1].Value }
    }

    # The steps of a file: the lines of their scripts, and what their environment is set to.
    function Get-Step($File) {
        $step = $null
        foreach ($line in Get-Content "$Root/$File") {
            $indent = $line.Length - $line.TrimStart().Length
            if ($null -ne $step.Indent -and ($indent -gt $step.Indent -or -not $line)) { $step.Lines += $line; continue }
            if ($step) { $step.Indent = $null }
            if ($line -match '^ +- (name|pwsh|\$)') { if ($step.Lines) { $step }; $step = @{ Lines = @(); Environment = @{}; Indent = $null } }
            if ($line -match '^[ -]+(?=(run|pwsh): \|$)') { $step.Indent = $Matches[0].Length }
            if ($line -cmatch '^ +([A-Z_]+): \$\{\{ (.+) \}\}$') { $step.Environment[$Matches[1]] = $Matches[2] }
        }
        $step
    }

    # A job whose steps use the file, or one file each, once for each table of inputs: the log, outputs, summary and exit code of each.
    # The steps run one after another in one session, as their own processes would; only with -InShell in another process, whose host
    # shows everything, and where the first step for each service finds no module.
    function Invoke-Job([string[]] $Files, [hashtable[]] $Uses, [switch] $InShell) {
        $folder = "$TestDrive/$(New-Guid)"
        $steps = foreach ($number in 0..($Uses.Count - 1)) {
            $values = @{ package = $package; mode = 'if-not-exists' } + @{}
            foreach ($name in $Uses[$number].Keys) { $values[$name] = $Uses[$number][$name] }
            $use = New-Item -ItemType Directory "$folder/$number"
            $File = $Files[$number % $Files.Count]
            foreach ($step in Get-Step $File) {
                $variables = @{
                    RUNNER_TEMP = "$use"; AGENT_TEMPDIRECTORY = "$use"; GITHUB_ACTION_PATH = $Root; RUNNER_TOOL_CACHE = "$TestDrive/cache"; AGENT_TOOLSDIRECTORY = "$TestDrive/cache"
                    GITHUB_ACTIONS = $null; TF_BUILD = $null; DAYTONA_CI_OUTPUT = $null; SNAPSHOT_INPUTS = $null
                    GITHUB_ENV = $(if ($File -eq 'action.yml') { "$use/env" }); GITHUB_OUTPUT = "$use/output"; GITHUB_STEP_SUMMARY = "$use/summary.md"
                }
                $variables[$detected[$File]] = 'true'
                foreach ($name in $step.Environment.Keys) {
                    $variables[$name] = switch -Regex ($step.Environment[$name]) {
                        'toJSON' { ConvertTo-Json $values }
                        'apiKey' { $env:DAYTONA_API_KEY }
                        default { "$(foreach ($key in $values.Keys) { if ((Get-Spelling $File $key) -eq ($_ -replace '^\w+\.')) { $values[$key] } })" }
                    }
                }
                $script = "$use/$(New-Guid).ps1"
                Set-Content $script (@('$ErrorActionPreference = ''stop''') + $step.Lines + 'if (Test-Path variable:\LASTEXITCODE) { exit $LASTEXITCODE }')
                @{ Use = $number; File = $File; Script = $script; Variables = $variables; Folder = "$use" }
            }
        }
        ConvertTo-Json @($steps) -Depth 4 | Set-Content "$folder/job.json"
        Set-Content "$folder/job.ps1" @'
$failed = @{}
$service = ''
foreach ($step in Get-Content "$PSScriptRoot/job.json" -Raw | ConvertFrom-Json -AsHashtable) {
    if ($failed[$step.Use]) { continue }
    foreach ($name in $step.Variables.Keys) { [Environment]::SetEnvironmentVariable($name, $step.Variables[$name]) }
    $global:LASTEXITCODE = 0
    Write-Host "=== use $($step.Use)"
    if ($service -ne $step.File) { Remove-Module Daytona.Snapshots -ErrorAction Ignore }
    $service = $step.File
    try { & $step.Script | Out-Host } catch { Write-Host "$_"; $global:LASTEXITCODE = 1 }
    Write-Host "=== exit $LASTEXITCODE"
    $failed = @{}
    if ($LASTEXITCODE) { $failed[$step.Use] = $true }
    Get-Content "$($step.Folder)/env" -ErrorAction Ignore | ForEach-Object { $name, $value = $_ -split '=', 2; [Environment]::SetEnvironmentVariable($name, $value) }
}
'@
        $before = @{}
        foreach ($name in @($steps.Variables.Keys) + 'PSModulePath', 'DAYTONA_SNAPSHOTS_MODULE', 'DAYTONA_API_URL', 'DAYTONA_ORGANIZATION_ID') { $before[$name] = [Environment]::GetEnvironmentVariable($name) }
        try {
            $log = if ($InShell) { Invoke-Shell -NoProfile -Command ". '$folder/job.ps1'" 2>&1 } else {
                $session.Commands.Clear()
                $session.Streams.ClearStreams()
                $null = $session.AddScript(". '$folder/job.ps1'").Invoke()
                $session.Streams.Information
            }
        } finally {
            foreach ($name in $before.Keys) { [Environment]::SetEnvironmentVariable($name, $before[$name]) }
        }
        $runs = foreach ($number in 0..($Uses.Count - 1)) { @{ File = $Files[$number % $Files.Count]; Log = @(); Outputs = @{}; ExitCode = 1; Summary = "$(Get-Content "$folder/$number/*.md" -Raw -ErrorAction Ignore)" } }
        $run = $null
        foreach ($line in $log | ForEach-Object { "$_" }) {
            switch -Regex ($line) {
                '^=== use (\d+)' { $run = @($runs)[$Matches[1]] }
                '^=== exit (\d+)' { $run.ExitCode = [int]$Matches[1] }
                default { $run.Log += $line }
            }
            if ($line -match '^##vso\[task\.setvariable variable=(\w+);isOutput=true\](.*)') { $run.Outputs[$Matches[1]] = $Matches[2] }
        }
        foreach ($number in 0..($Uses.Count - 1)) {
            $text = Get-Content "$folder/$number/output" -Raw -ErrorAction Ignore
            [regex]::Matches("$text", '(?m)^(\w+)<<(.+?)\r?\n(.*?)\r?\n\2') | ForEach-Object { @($runs)[$number].Outputs[$_.Groups[1].Value] = $_.Groups[3].Value }
        }
        $runs
    }

    function Get-Annotation($Run) { $Run.Log -match '^(::error |##vso\[task\.logissue type=error)' }

    # In a bare shell: a failed build and its repair in every mode, and a list.
    $shellName = "shell-$(New-Guid)"
    $uses = foreach ($variable in $detected.Values) {
        $name = "$shellName-$variable"
        $folder = New-Item -ItemType Directory "$TestDrive/$name"
        Set-Content "$folder/broken" 'FROM alpine:3.20', 'RUN exit 7'
        Set-Content "$folder/repaired" "FROM alpine:3.20`nCOPY it.txt /`nRUN echo '##vso[task.setvariable variable=x]y' && echo '##[add-path]x'"
        Set-Content "$folder/it.txt" $name
        Set-Content "$folder/list.csv" 'Name,Image', "$name-listed,registry.example.com/pull-fail:1"
        foreach ($content in 'broken', 'repaired') {
            foreach ($mode in 'create', 'if-not-exists', 'set', 'replace') { @{ name = "$name-$mode"; mode = $mode; dockerfile = "$folder/$content" } }
        }
        @{ list = "$folder/list.csv" }
    }
    $files = $detected.Keys | ForEach-Object { @($_) * ($uses.Count / $detected.Count) }
    $allShellRuns = Invoke-Job $files $uses -InShell
}

AfterAll {
    $session.Dispose()
    Stop-Server
}

Describe 'The steps for <Service>' -Skip:($PSEdition -ne 'Core') -ForEach $services {
    BeforeAll { $shellRuns = @($allShellRuns | Where-Object { $_.File -eq $File }) }

    It 'heal a failed build in every mode but create' {
        # A snapshot that failed keeps its name.
        $shellRuns.ExitCode -join ' ' | Should -Be '1 1 1 1 1 0 0 0 1' -Because ($shellRuns.Log -join "`n")
        $shellRuns[5, 6, 7].Outputs.created -join ' ' | Should -Be 'true true true'
        $shellRuns[5, 6, 7].Outputs.state -join ' ' | Should -Be 'active active active'
        $shellRuns[5].Summary | Should -Match '(?m)^    .*was replaced: the old one had failed\.'
        Get-Annotation $shellRuns[4] | Should -Match 'already exists'
    }

    It 'report a failed build once, at its line' {
        foreach ($run in $shellRuns[0..3]) {
            Get-Annotation $run | Should -HaveCount 1
            Get-Annotation $run | Should -Match 'broken[,;]line(number)?=2'
            $run.Log -match 'The end of the build log:' | Should -HaveCount 1
        }
    }

    It 'do not run commands in a build log' {
        $shellRuns[5].Log -match 'RUN echo' | Should -Not -BeNullOrEmpty
        $shellRuns[5].Log -match 'add-path' -match '##' | Should -BeNullOrEmpty
        $shellRuns[5].Log -match '^(::|##\[)group' | Should -HaveCount 1
    }

    It 'report each failure of a list' {
        (Get-Annotation $shellRuns[8])[0] | Should -Match "'$shellName-$($detected[$File])-listed' failed"
        (Get-Annotation $shellRuns[8])[1] | Should -Match '1 of 1 snapshots could not be synchronized'
    }

    BeforeEach { $name = "action-$(New-Guid)" }

    It 'output what was made, and show it in the summary' {
        $run = Invoke-Job $File @{ name = $name; mode = 'create'; image = 'python:3.13-slim'; cpu = '2'; memory = '4GB'; timeout = '60'; entrypoint = 'sleep, infinity'; 'sandbox-class' = 'container' }

        $run.ExitCode | Should -Be 0 -Because ($run.Log -join "`n")
        $snapshot = Get-DaytonaSnapshot $name
        $snapshot.Cpu, $snapshot.Memory, $snapshot.Entrypoint.Count | Should -Be 2, 4, 2
        ($run.Outputs.Keys | Sort-Object | ForEach-Object { $run.Outputs[$_] }) -join ' ' |
            Should -Be "true $($snapshot.Id) python:3.13-slim $name $($snapshot.Ref) active"
        $run.Summary | Should -Match "(?s)    '$name' was created\..*    Name +: $name\r?\n.*    Memory +: 4 GiB"
        $run.Summary | Should -Not -Match 'requested'
    }

    It 'use an existing snapshot only in the mode if-not-exists' {
        Add-Snapshot $name
        $used, $refused = Invoke-Job $File @{ name = $name; image = 'alpine:3.21'; memory = '8GB' }, @{ name = $name; mode = 'create'; image = 'alpine:3.20' }

        $used.Outputs.state, $used.Outputs.created | Should -Be active, false
        $used.Summary | Should -Match "(?s)already exists and is active; it was not compared.*Image +: alpine:3.20 \(requested: alpine:3.21\).*Memory +: \d+ GiB \(requested: 8GB\)"
        $refused.ExitCode | Should -Be 1
        $refused.Summary | Should -Match "    .*$name"
        Get-Annotation $refused | Should -Match 'add -IfNotExists \(input mode: if-not-exists\)'
        $refused.Outputs.Count | Should -Be 0
    }

    It 'use an image definition from a script' {
        Set-Content "$TestDrive/image.ps1" "New-DaytonaImage python:3.13-slim | Add-DaytonaImageStep -PipInstall requests"
        $run = Invoke-Job $File @{ name = $name; mode = 'create'; definition = "$TestDrive/image.ps1" }

        $run.ExitCode | Should -Be 0 -Because ($run.Log -join "`n")
        (Get-DaytonaSnapshot $name).BuildInfo.DockerfileContent | Should -Match 'pip install requests'
    }

    It 'write build arguments and the target into the Dockerfile' {
        Set-Content "$TestDrive/Dockerfile" 'ARG BASE=alpine:3.19', 'FROM ${BASE} AS first', 'ARG WORD', 'RUN echo ${WORD}', 'FROM first AS second'
        $run = Invoke-Job $File @{ name = $name; mode = 'set'; dockerfile = "$TestDrive/Dockerfile"; target = 'first'; 'build-args' = "BASE=alpine:3.20`nWORD=a=b c`n" }

        $run.ExitCode | Should -Be 0 -Because ($run.Log -join "`n")
        (Get-DaytonaSnapshot $name).BuildInfo.DockerfileContent | Should -Match '(?s)^ARG BASE="alpine:3\.20"\r?\n.*WORD="a=b c"(?!.*second)'
    }

    It 'synchronize a list, and remove what it does not have' {
        $null = Invoke-Control snapshots Post @{ name = "$name/old"; state = 'active'; imageName = 'alpine:3.20'; createdAt = '2026-01-01T00:00:00Z' }
        Set-Content "$TestDrive/list.csv" 'Name,Image', "$name/new,alpine:3.20"
        $done, $unchanged = Invoke-Job $File (@(@{ list = "$TestDrive/list.csv"; 'prune-prefix' = "$name/" }) * 2)

        $done.ExitCode, $unchanged.ExitCode | Should -Be 0, 0 -Because ($done.Log -join "`n")
        $done.Outputs.created, $unchanged.Outputs.created | Should -Be true, false
        $done.Summary | Should -Match "(?s)    Create .*$name/new"
        (Get-DaytonaSnapshot "$name/*" | Where-Object State -ne removing).Name | Should -Be "$name/new"
    }

    It 'publish an image, once' {
        $layout = New-Item -ItemType Directory "$TestDrive/layout-$name/blobs/sha256"
        function Add-Blob([byte[]] $Content, [string] $Type) {
            $digest = [Convert]::ToHexString([Security.Cryptography.SHA256]::HashData($Content)).ToLowerInvariant()
            [IO.File]::WriteAllBytes("$layout/$digest", $Content)
            [ordered]@{ mediaType = "application/vnd.oci.image.$Type"; digest = "sha256:$digest"; size = $Content.Length }
        }
        $layer = Add-Blob ([byte[]]::new(1024)) 'layer.v1.tar'
        $config = Add-Blob ([Text.Encoding]::UTF8.GetBytes((ConvertTo-Json @{ architecture = 'amd64'; os = 'linux'; rootfs = @{ type = 'layers'; diff_ids = @($layer.digest) } } -Depth 4))) 'config.v1+json'
        $manifest = Add-Blob ([Text.Encoding]::UTF8.GetBytes((ConvertTo-Json @{ schemaVersion = 2; config = $config; layers = @($layer) } -Depth 4))) 'manifest.v1+json'
        ConvertTo-Json @{ schemaVersion = 2; manifests = @($manifest) } -Depth 4 | Set-Content "$layout/../../index.json"
        Set-Content "$layout/../../oci-layout" '{"imageLayoutVersion":"1.0.0"}'
        Add-Snapshot $name -State error

        $first, $second, $refused = Invoke-Job $File @(
            @{ name = $name; path = "$TestDrive/layout-$name" }, @{ name = $name; path = "$TestDrive/layout-$name" }, @{ name = $name; path = "$TestDrive/layout-$name"; mode = 'set' }
        )

        $first.ExitCode, $second.ExitCode, $refused.ExitCode | Should -Be 0, 0, 1 -Because (($first.Log + $second.Log) -join "`n")
        $first.Outputs.created, $second.Outputs.created | Should -Be true, false
        $second.Outputs.id | Should -Be $first.Outputs.id
        Get-Annotation $refused | Should -Match 'The mode set does not support local images'
    }

    It 'remove a new snapshot that fails its test' {
        $null = Invoke-Control toolbox Post @{ command = 'test-app'; exitCode = 3; output = 'broken' }
        $run = Invoke-Job $File @{ name = $name; image = 'alpine:3.20'; 'test-command' = 'test-app' }

        $run.ExitCode | Should -Be 1
        Get-Annotation $run | Should -Match 'failed its test.*exit code 3.*The new snapshot was removed\.'
        Get-DaytonaSnapshot $name -ErrorAction Ignore | Should -BeNullOrEmpty
    }

    It 'refuse inputs with a sentence as an annotation and in the summary' {
        Set-Content "$TestDrive/nothing.ps1" ''
        Set-Content "$TestDrive/text.ps1" "'FROM alpine'"
        Set-Content "$TestDrive/throws.ps1" "throw 'no base'"
        $spelled = { param($text) $text -replace '[a-z]+-[a-z-]+', { Get-Spelling $File $_.Value } }
        $cases = @(
            @{ Inputs = @{}; Message = 'Specify one of image, dockerfile, definition, local-image, path, list.' }
            @{ Inputs = @{ image = 'alpine:3.20'; dockerfile = 'Dockerfile' }; Message = 'Specify one of image, dockerfile, definition, local-image, path, list.' }
            @{ Inputs = @{ image = 'alpine:3.20'; context = '.'; 'build-args' = 'A=1' }; Message = 'context, build-args requires a dockerfile.' }
            @{ Inputs = @{ definition = "$TestDrive/nothing.ps1" }; Message = 'returned nothing instead of one image definition.' }
            @{ Inputs = @{ definition = "$TestDrive/text.ps1" }; Message = 'returned a String instead of one image definition.' }
            @{ Inputs = @{ list = "$TestDrive/list.csv"; cpu = '2' }; Message = "name, cpu can't be used with list." }
            @{ Inputs = @{ definition = "$TestDrive/throws.ps1" }; Message = '(input definition) failed: no base' }
            @{ Inputs = @{ dockerfile = "$TestDrive/none" }; Message = "none' (input dockerfile) does not exist." }
            @{ Inputs = @{ image = 'alpine' }; Message = "Image 'alpine' (input image) has no tag." }
            @{ Inputs = @{ image = 'alpine:3.20'; memory = '1.5' }; Message = "parameter 'Memory' (input memory)" }
            @{ Inputs = @{ image = 'alpine:3.20'; region = 'moon' }; Message = '-Region (input region)' }
            @{ Inputs = @{ image = 'alpine:3.20'; 'api-url' = 'http://localhost:1/api' }; Message = '-ApiUrl (input api-url)' }
        )
        $runs = @(Invoke-Job $File ($cases | ForEach-Object { $_.Inputs.name = $name; $_.Inputs.mode = 'set'; $_.Inputs }))

        foreach ($number in 0..($cases.Count - 1)) {
            $runs[$number].ExitCode | Should -Be 1 -Because $cases[$number].Message
            $message = [regex]::Escape((& $spelled $cases[$number].Message))
            $runs[$number].Summary | Should -Match $message
            Get-Annotation $runs[$number] | Should -Match $message
        }
    }

    It 'do not execute the text of an input' {
        $text = "`$(New-Item '$TestDrive/ran')'; New-Item '$TestDrive/ran'; '`"; New-Item '$TestDrive/ran' #"
        (Invoke-Job $File @{ name = "$name$text"; mode = 'create'; image = "alpine:3.20$text" }).ExitCode | Should -Be 1
        "$TestDrive/ran" | Should -Not -Exist
        (Get-Step $File).Lines -match '\$\{\{' | Should -BeNullOrEmpty
    }

    It 'have the same inputs' {
        $expected = (Get-Declared action.yml | ForEach-Object { Get-Spelling $File $_ }) + $(if ($File -ne 'action.yml') { 'apiKey', 'stepName' })
        Get-Declared $File | Sort-Object | Should -Be ($expected | Sort-Object)
    }
}

Describe 'The step for GitHub Actions' -Skip:($PSEdition -ne 'Core') {
    It 'refuses an input that it does not have, also without a name' {
        $misspelled, $module = Invoke-Job action.yml @{ nmae = 'x' }, @{}

        $misspelled.ExitCode, $module.ExitCode | Should -Be 1, 0
        Get-Annotation $misspelled | Should -Match 'Unknown input: nmae\. The inputs are name, '
        $module.Log | Should -Match "^Daytona\.Snapshots $([regex]::Escape($version)) from .*\.zip"
    }

    It 'knows every input that it declares' {
        $run = Invoke-Job action.yml @{ nmae = 'x' }
        Get-Declared action.yml | ForEach-Object { Get-Annotation $run | Should -Match "[ ,]$_[,.]" }
    }
}

Describe 'The step for Azure DevOps' -Skip:($PSEdition -ne 'Core') {
    It 'has the lines of ci/Install-Module.ps1' {
        (Get-Step azure-devops/snapshot.yml)[0].Lines -replace '^      ' | Should -Be (Get-Content "$Root/ci/Install-Module.ps1")
    }

    It 'runs for each source, also without a name' {
        $condition = (Get-Content "$Root/azure-devops/snapshot.yml") -match '\$\{\{ if '
        foreach ($source in 'name', 'image', 'dockerfile', 'definition', 'localImage', 'path', 'list') { $condition | Should -Match "ne\(parameters\.$source, ''\)" }
    }

    It 'passes every parameter to a step' {
        $passed = (Get-Step azure-devops/snapshot.yml).Environment.Values -replace '^parameters\.'
        $passed | Sort-Object | Should -Be (Get-Declared azure-devops/snapshot.yml | Where-Object { $_ -ne 'stepName' } | Sort-Object)
    }

    It 'takes the release of its version' {
        $uri = (Import-PowerShellDataFile "$Root/Daytona.Snapshots.psd1").PrivateData.PSData.ProjectUri
        Get-Content "$Root/azure-devops/snapshot.yml" | Should -Contain "    default: $uri/releases/download/v$version/Daytona.Snapshots.$version.zip"
    }
}

Describe 'The package of the steps' -Skip:($PSEdition -ne 'Core') {
    BeforeAll {
        # A web server for files, which records the paths of requests.
        $listener = [Net.Sockets.TcpListener]::new([Net.IPAddress]::Loopback, 0)
        $listener.Start()
        $address = "http://$($listener.LocalEndpoint)"
        $requests = [Collections.Concurrent.ConcurrentQueue[string]]::new()
        $files = [hashtable]::Synchronized(@{})
        $server = [powershell]::Create().AddScript({
            param($listener, $files, $requests)
            while ($true) {
                $client = $listener.AcceptTcpClient()
                $stream = $client.GetStream()
                $reader = [IO.StreamReader]::new($stream)
                $path = ($reader.ReadLine() -split ' ')[1]
                while ($reader.ReadLine()) { }
                $requests.Enqueue($path)
                $content = $files[($path -split '\?')[0]]
                $stream.Write([Text.Encoding]::ASCII.GetBytes("HTTP/1.1 200 OK`r`nContent-Length: $($content.Length)`r`nConnection: close`r`n`r`n"))
                $stream.Write($content)
                $client.Dispose()
            }
        }).AddArgument($listener).AddArgument($files).AddArgument($requests)
        $null = $server.BeginInvoke()

        function Publish-File([string] $Folder, [string] $Checksum = (Get-FileHash $package).Hash.ToLowerInvariant()) {
            $files["$Folder/Daytona.Snapshots.$version.zip"] = [IO.File]::ReadAllBytes($package)
            $files["$Folder/SHA256SUMS.txt"] = [Text.Encoding]::ASCII.GetBytes("$Checksum  Daytona.Snapshots.$version.zip`n")
            while ($requests.TryDequeue([ref] $null)) { }
            "$address$Folder/Daytona.Snapshots.$version.zip"
        }

        # Runs the lines that get the module.
        function Install-Package([string] $Package, [string] $Cache = "$TestDrive/$(New-Guid)") {
            $variables = @{ RUNNER_TEMP = (New-Item -ItemType Directory "$TestDrive/$(New-Guid)").FullName; RUNNER_TOOL_CACHE = $Cache; GITHUB_ENV = "$TestDrive/$(New-Guid)"; MODULE_PACKAGE = $Package }
            $set = ($variables.Keys | ForEach-Object { "`$env:$_ = '$($variables[$_])'; " }) -join ''
            $result = Invoke-Runspace ($set + "try { & '$Root/ci/Install-Module.ps1' } catch { Write-Host `"failed: `$_`" }")
            foreach ($name in @($variables.Keys) + 'DAYTONA_SNAPSHOTS_MODULE') { [Environment]::SetEnvironmentVariable($name, $null) }
            @{ Log = $result | ForEach-Object { "$_" }; Environment = "$(Get-Content $variables.GITHUB_ENV -Raw -ErrorAction Ignore)" }
        }
    }

    AfterAll { $listener.Stop(); $server.Dispose() }

    It 'is downloaded once, with its version and address in the log' {
        $url = Publish-File '/a'
        $first = Install-Package "${url}?token=secret" "$TestDrive/tools"
        $second = Install-Package $url "$TestDrive/tools"

        $first.Log | Should -Be "Daytona.Snapshots $version from $url"
        $second.Log | Should -Be "Daytona.Snapshots $version from $url (in the tool cache)"
        $requests -join ' ' | Should -Be "/a/SHA256SUMS.txt /a/Daytona.Snapshots.$version.zip?token=secret /a/SHA256SUMS.txt"
    }

    It 'has the checksum of SHA256SUMS.txt' {
        $run = Install-Package (Publish-File '/b' -Checksum ('0' * 64)) "$TestDrive/refused"

        $run.Log -match '^::error .*\(input package\): .*does not have the checksum' | Should -HaveCount 1
        "$TestDrive/refused" | Should -Not -Exist
    }

    It 'is the zip of a release' {
        $zip = "$TestDrive/not-a-release.zip"
        [IO.Compression.ZipFile]::CreateFromDirectory((New-Item -ItemType Directory "$TestDrive/empty").FullName, $zip)

        (Install-Package $zip).Log -match '^::error .*\(input package\): The zip is not that of a release' | Should -HaveCount 1
    }

    It 'can be another one in the same job' {
        $other = "$TestDrive/other.zip"
        Copy-Item "$TestDrive/pack" "$TestDrive/pack2" -Recurse
        Set-Content "$TestDrive/pack2/Daytona.Snapshots/$version/new.txt" 'x'
        [IO.Compression.ZipFile]::CreateFromDirectory("$TestDrive/pack2", $other, 'Fastest', $false)
        $cache = "$TestDrive/tools2"
        $folders = foreach ($zip in $package, $other) { [regex]::Match((Install-Package $zip $cache).Environment, '(?m)^DAYTONA_SNAPSHOTS_MODULE=(.+?)\r?$').Groups[1].Value }

        Test-Path "$($folders[0])/$version/new.txt" | Should -BeFalse
        Test-Path "$($folders[1])/$version/new.txt" | Should -BeTrue
    }

    It 'is the release with the version of the action' {
        $action = New-Item -ItemType Directory "$TestDrive/action/ci"
        Set-Content "$action/../Daytona.Snapshots.psd1" ((Get-Content "$Root/Daytona.Snapshots.psd1" -Raw) -replace "(ProjectUri +=) '[^']+'", "`$1 '$address/fork'")
        Set-Content "$action/Install-Module.ps1" 'throw $env:MODULE_PACKAGE'
        $script = (Get-Step action.yml).Lines -join "`n"
        $env:GITHUB_ACTION_PATH = "$TestDrive/action"
        Invoke-Runspace "`$ErrorActionPreference = 'stop'; try { $script } catch { Write-Host `$_ }" | Should -Be "$address/fork/releases/download/v$version/Daytona.Snapshots.$version.zip"
        $env:GITHUB_ACTION_PATH = $env:MODULE_PACKAGE = $null
    }
}
