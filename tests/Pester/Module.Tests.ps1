BeforeAll {
    . "$PSScriptRoot/Server.ps1"
    Start-Server
    $manifest = "$Root/Daytona.Snapshots.psd1"

    function Copy-Module($Folder) {
        $null = New-Item -ItemType Directory $Folder
        foreach ($item in 'Daytona.Snapshots.psd1', 'Daytona.Snapshots.psm1', 'bin', 'en-US') { Copy-Item "$Root/$item" $Folder -Recurse }
    }

    # Another build is one with another module version ID.
    function Copy-Build($Folder) {
        Copy-Module $Folder
        $binary = "$Folder/bin/net8.0/Daytona.Snapshots.dll"
        $latin = [Text.Encoding]::GetEncoding(28591)
        $id = $latin.GetString((Get-Command Get-DaytonaSnapshot).ImplementingType.Module.ModuleVersionId.ToByteArray())
        $other = $latin.GetString([guid]::NewGuid().ToByteArray())
        [IO.File]::WriteAllBytes($binary, $latin.GetBytes($latin.GetString([IO.File]::ReadAllBytes($binary)).Replace($id, $other)))
    }
}

AfterAll { Stop-Server }

Describe 'The module' {
    It 'has cmdlets, and unique aliases for the frequent ones' {
        (Get-Command -Module Daytona.Snapshots -CommandType All).CommandType | Sort-Object -Unique | Should -Be Alias, Cmdlet
        (Get-Command -Module Daytona.Snapshots -CommandType Alias).Name | Should -Be (Import-PowerShellDataFile $manifest).AliasesToExport
        (Get-Alias rdsnap).Definition | Should -Be Remove-DaytonaSnapshot
        $names = 'gdsnap', 'gdsnaplog', 'ndsnap', 'rdsnap', 'wdsnap'
        Invoke-Runspace "Get-Command $($names -join ',') -ErrorAction Ignore" | Should -BeNullOrEmpty
    }

    It 'has help that Get-Help finds' {
        $help = Get-Help New-DaytonaSnapshot -Full
        $help.Synopsis | Should -Not -Match '^\s*New-DaytonaSnapshot '
        $help.examples.example.Count | Should -BeGreaterThan 1
    }

    It 'has a manifest that can be read as data' {
        (Import-PowerShellDataFile $manifest).CmdletsToExport.Count | Should -Be @(Get-Command -Module Daytona.Snapshots -CommandType Cmdlet).Count
    }

    It 'loads from a module path, with its types, at the first use of a cmdlet' {
        Copy-Module "$TestDrive/path/Daytona.Snapshots"
        Invoke-Shell -NoProfile -Command "
            `$env:PSModulePath = '$TestDrive/path' + [IO.Path]::PathSeparator + `$env:PSModulePath
            `$null = Get-DaytonaConnection
            [Daytona.Snapshots.Image].FullName
            (Get-Module Daytona.Snapshots).ModuleBase" | Should -Be 'Daytona.Snapshots.Image', (Resolve-Path "$TestDrive/path/Daytona.Snapshots").ProviderPath
    }

    It 'loads from a second folder in the same session' {
        Copy-Module "$TestDrive/second"
        Invoke-Runspace "
            Import-Module '$manifest'; Import-Module '$TestDrive/second/Daytona.Snapshots.psd1'
            (Get-DaytonaConnection).GetType().FullName" | Should -Be Daytona.Snapshots.Connections.Connection
    }

    It 'loses its connection when it is removed, and can be imported again' {
        $key = $env:DAYTONA_API_KEY
        $env:DAYTONA_API_KEY = $null
        try {
            Invoke-Runspace "
                Import-Module '$manifest'; Import-Module '$manifest'
                `$null = Connect-Daytona -ApiKey (ConvertTo-SecureString dtn_pester -AsPlainText -Force)
                Remove-Module Daytona.Snapshots
                Import-Module '$manifest'
                @(Get-DaytonaConnection).Count" | Should -Be 0
        } finally {
            $env:DAYTONA_API_KEY = $key
        }
    }

    It 'works in strict mode and another culture, and writes no colors to a file' {
        Add-Snapshot module/idle inactive
        Invoke-Runspace "
            Set-StrictMode -Version Latest; `$ErrorActionPreference = 'Stop'; [cultureinfo]::CurrentCulture = 'tr-TR'
            Import-Module '$manifest'
            Get-DaytonaSnapshot > '$TestDrive/all.txt'
            Get-DaytonaSnapshot | Format-List > '$TestDrive/list.txt'
            Get-DaytonaSnapshot -State INACTIVE | ForEach-Object State
            Get-DaytonaConnection | Out-String | Out-Null" | Select-Object -First 1 | Should -Be inactive
        Get-Content "$TestDrive/all.txt" -Raw | Should -Not -Match ([char]27)
        (Get-Content "$TestDrive/list.txt" -Raw).Length | Should -BeGreaterThan 1000
    }
}

Describe 'The module in a shell with other assemblies' -Skip:($PSEdition -ne 'Core') {
    BeforeAll {
        # A build takes the RestSharp, and what a build sends the AWS SDK.
        Set-Content "$TestDrive/Dockerfile" "FROM alpine:3.20`nCOPY it.txt /"
        Set-Content "$TestDrive/it.txt" 'x'
        $functions = "
            `$ErrorActionPreference = 'Stop'
            function Use-Other { Import-Module '$Root/tests/ConflictingModule/bin/Daytona.ConflictingModule.dll'; `$null = Use-ConflictingModule '$($env:DAYTONA_API_URL -replace 'api$', 'control/state')' }
            function Use-This {
                Import-Module '$manifest'
                `$null = New-DaytonaSnapshot `"beside-`$(New-Guid)`" -Dockerfile '$TestDrive/Dockerfile'
            }
            function Show-Package {
                [AppDomain]::CurrentDomain.GetAssemblies() | Where-Object { `$_.GetName().Name -in 'RestSharp', 'Newtonsoft.Json', 'AWSSDK.Core', 'AWSSDK.S3' } |
                    ForEach-Object { `$_.GetName().Name + ' ' + [Diagnostics.FileVersionInfo]::GetVersionInfo(`$_.Location).FileVersion } | Sort-Object
            }"
        Copy-Build "$TestDrive/other"

        $first = Invoke-Shell -NoProfile -Command "
            $functions
            Import-Module '$manifest'
            `$null = Get-DaytonaSnapshot -First 1
            [Runtime.Loader.AssemblyLoadContext]::All | ForEach-Object {
                foreach (`$assembly in `$_.Assemblies) {
                    if (-not `$assembly.IsDynamic -and `$assembly.Location.StartsWith('$Root')) { `$_.Name + ': ' + `$assembly.GetName().Name }
                }
            } | Where-Object { `$_ -match '^Default|: (Daytona|RestSharp|Newtonsoft)' } | Sort-Object
            Use-This; Use-Other; Use-This
            Show-Package
            try { Import-Module '$TestDrive/other/Daytona.Snapshots.psd1' } catch { `$_.Exception.Message }
            (Get-DaytonaConnection).GetType().FullName"
        $firstExitCode = $LASTEXITCODE
        $second = Invoke-Shell -NoProfile -Command "
            $functions
            Use-Other; Use-This; Use-Other
            Show-Package"
        $secondExitCode = $LASTEXITCODE
    }

    It 'loads the client into a load context of its own at the first call' {
        $first -match '^\S+: ' | Should -Be @(
            'Daytona.Snapshots.Client: Daytona.Snapshots.Client'
            'Daytona.Snapshots.Client: Newtonsoft.Json'
            'Daytona.Snapshots.Client: RestSharp'
            'Default: Daytona.Snapshots'
            'Default: Daytona.Snapshots.Models'
        )
    }

    It 'works together with a module with other package versions that was imported before or after it' {
        $firstExitCode, $secondExitCode | Should -Be 0, 0
        foreach ($package in 'RestSharp', 'Newtonsoft.Json', 'AWSSDK.Core', 'AWSSDK.S3') {
            foreach ($shown in $first, $second) { @($shown -like "$package *").Count | Should -Be 2 -Because "both have their own $package" }
        }
    }

    It 'says to start a new session if another build is loaded' {
        $first[-2] | Should -BeLike 'This session has already loaded another copy of Daytona.Snapshots, *start a new session.'
        $first[-1] | Should -Be Daytona.Snapshots.Connections.Connection
    }
}
