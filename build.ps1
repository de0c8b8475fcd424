<#
.SYNOPSIS
    Builds, tests, documents and packages the module.
.DESCRIPTION
    Without PowerShell on this machine, use the one that NuGet restores:
    dotnet run --project src/Daytona.Pwsh -- build.ps1 -Task Docs
.EXAMPLE
    ./build.ps1
    Builds the module into bin, where Daytona.Snapshots.psd1 finds it.
.EXAMPLE
    ./build.ps1 -Task Test
    Runs all tests.
.EXAMPLE
    ./build.ps1 -Task Docs -RunExamples
    Runs the examples of the help in the playground, and builds the help.
.EXAMPLE
    ./build.ps1 -Task Coverage
    Runs the C# tests, and fails if their code coverage is below the minimum.
.EXAMPLE
    ./build.ps1 -Task Package
    Copies the module to out/Daytona.Snapshots/<version>, and packs it and the .NET client into out.
#>
[CmdletBinding()]
param(
    [ValidateSet('Build', 'Test', 'Coverage', 'Docs', 'Package')]
    [string[]] $Task = 'Build',

    [ValidateSet('Debug', 'Release')]
    [string] $Configuration = 'Debug',

    # Docs: runs every example of the help again, which takes a minute or two.
    [switch] $RunExamples,

    # Package: the certificate that signs the module. Requires Windows.
    [Security.Cryptography.X509Certificates.X509Certificate2] $Certificate
)

$ErrorActionPreference = 'Stop'
if ($PSVersionTable.PSVersion -lt '7.4') { throw 'Run this in PowerShell 7.4 or newer: dotnet run --project src/Daytona.Pwsh -- build.ps1' }

function Invoke-Dotnet {
    dotnet @args
    if ($LASTEXITCODE) { throw "dotnet $args ended with $LASTEXITCODE." }
}

foreach ($name in $Task) {
    switch ($name) {
        Build {
            Invoke-Dotnet build "$PSScriptRoot/src/Daytona.Snapshots" --configuration $Configuration
        }
        Test {
            Invoke-Dotnet test --solution "$PSScriptRoot/Daytona.Snapshots.slnx" --configuration $Configuration
        }
        Coverage {
            $results = "$PSScriptRoot/out/coverage"
            Remove-Item $results -Recurse -ErrorAction Ignore
            Invoke-Dotnet tool restore
            # One project at a time: they measure the same assemblies.
            # The tests import the module from bin. With =, neither dotnet test takes a folder for a project nor PowerShell a filter for a wildcard.
            Invoke-Dotnet test --solution "$PSScriptRoot/Daytona.Snapshots.slnx" --configuration $Configuration --max-parallel-test-modules 1 `
                --results-directory $results --coverlet --coverlet-output-format cobertura --coverlet-skip-auto-props `
                '--coverlet-include=[Daytona.Snapshots]*' '--coverlet-include=[Daytona.Snapshots.*]*' `
                '--coverlet-exclude=[*.Tests]*' '--coverlet-exclude-by-file=**/*.g.cs' `
                "--coverlet-include-directory=$PSScriptRoot/bin/net8.0" "--coverlet-include-directory=$PSScriptRoot/bin/net8.0/dependencies"
            # Only code that is shipped. Raise the minimum when the coverage rises.
            Invoke-Dotnet reportgenerator "-reports:$results/*.xml" "-targetdir:$results/report" `
                '-reporttypes:TextSummary;MarkdownSummaryGithub' 'minimumCoverageThresholds:lineCoverage=94'
        }
        Docs {
            Invoke-Dotnet build "$PSScriptRoot/src/Daytona.Playground"
            if ($RunExamples) { & "$PSScriptRoot/tools/Update-ExampleOutput.ps1" }
            # A separate process, so that platyPS and the module do not stay loaded in the caller's.
            dotnet run --no-build --project "$PSScriptRoot/src/Daytona.Pwsh" -- -NoProfile -File "$PSScriptRoot/tools/Update-Help.ps1"
            if ($LASTEXITCODE) { exit $LASTEXITCODE }
        }
        Package {
            # Files of earlier builds must not be packed.
            Remove-Item "$PSScriptRoot/bin", "$PSScriptRoot/out" -Recurse -ErrorAction Ignore
            Invoke-Dotnet build "$PSScriptRoot/src/Daytona.Snapshots" --configuration Release '-p:ContinuousIntegrationBuild=true'
            & "$PSScriptRoot/tools/New-ModulePackage.ps1" -Certificate $Certificate
            & "$PSScriptRoot/tools/Remove-InternalDocumentation.ps1" "$PSScriptRoot/src/Daytona.Snapshots.Client/bin/Release/*/Daytona.Snapshots.*.dll"
            Invoke-Dotnet pack "$PSScriptRoot/src/Daytona.Snapshots.Client" --configuration Release --no-build --output "$PSScriptRoot/out"
            # In the format that sha256sum --check reads.
            Get-FileHash "$PSScriptRoot/out/*.zip", "$PSScriptRoot/out/*.nupkg" |
                ForEach-Object { "$($_.Hash.ToLowerInvariant())  $(Split-Path $_.Path -Leaf)" } |
                Set-Content "$PSScriptRoot/out/SHA256SUMS.txt"
        }
    }
}
