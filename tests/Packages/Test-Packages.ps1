<#
.SYNOPSIS
    Builds a console program with the packed client for .NET 8 and .NET Framework 4.7.2, without a warning, and runs it.
.DESCRIPTION
    Run build.ps1 -Task Package and build the solution first. The program is the example of the client's README with its observer for
    ILogger. It runs against a local server: on .NET 8 if it is installed, otherwise on a newer one, and on Windows or with Mono.
#>
$ErrorActionPreference = 'Stop'
$root = (Resolve-Path "$PSScriptRoot/../..").Path
$package = Get-Item "$root/out/Daytona.Snapshots.Client.*.nupkg"
$version = $package.BaseName -replace '^Daytona\.Snapshots\.Client\.'
$folder = (New-Item -ItemType Directory (Join-Path ([IO.Path]::GetTempPath()) "package-$([guid]::NewGuid())")).FullName
$server = $null
try {
    $readme = [IO.File]::ReadAllText("$root/src/Daytona.Snapshots.Client/README.md")
    $program, $observer = [regex]::Matches($readme, '(?ms)^```csharp\n(.*?)^```') | ForEach-Object { $_.Groups[1].Value }
    Set-Content "$folder/Program.cs" $program
    Set-Content "$folder/LogObserver.cs" "using Daytona.Snapshots;`nusing Microsoft.Extensions.Logging;`n$observer"
    Set-Content "$folder/Dockerfile" 'FROM alpine:3.20', 'RUN echo hello'
    # No settings of this repository, and no package of the same version from elsewhere.
    Set-Content "$folder/Directory.Build.props", "$folder/Directory.Build.targets", "$folder/Directory.Packages.props" '<Project />'
    Set-Content "$folder/nuget.config" "<configuration><config><add key='globalPackagesFolder' value='packages' /></config><fallbackPackageFolders><add key='cache' value='$HOME/.nuget/packages' /></fallbackPackageFolders><packageSources><add key='out' value='$root/out' /></packageSources></configuration>"
    Set-Content "$folder/Program.csproj" @"
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <OutputType>Exe</OutputType>
    <TargetFrameworks>net8.0;net472</TargetFrameworks>
    <LangVersion>latest</LangVersion>
    <Nullable>enable</Nullable>
    <ImplicitUsings>enable</ImplicitUsings>
    <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
    <MSBuildTreatWarningsAsErrors>true</MSBuildTreatWarningsAsErrors>
    <RollForward>Major</RollForward>
  </PropertyGroup>
  <ItemGroup>
    <PackageReference Include="Daytona.Snapshots.Client" Version="$version" />
    <PackageReference Include="Microsoft.Extensions.Logging.Abstractions" Version="10.0.0" />
    <PackageReference Include="Microsoft.NETFramework.ReferenceAssemblies" Version="1.0.3" PrivateAssets="all" />
  </ItemGroup>
</Project>
"@
    $built = dotnet build "$folder/Program.csproj" --nologo 2>&1
    $built | Where-Object { $_ -match ': (warning|error) ' } | Sort-Object -Unique
    if ($LASTEXITCODE -or $built -match ': warning ') { throw 'The program does not build without warnings.' }
    Write-Output 'Built for net8.0 and net472 without a warning.'

    foreach ($file in Get-ChildItem "$folder/packages/daytona.snapshots.client/$version/lib/net8.0/*.xml") {
        if (Select-String -LiteralPath $file -Pattern 'T:Daytona\.Snapshots\.Client\.Http\.RequestSender' -Quiet) { throw "$file documents a type that is not public." }
    }

    $program = Get-ChildItem "$root/src/Daytona.LocalServer/bin/*/net10.0/Daytona.LocalServer.dll" | Sort-Object LastWriteTime -Descending | Select-Object -First 1
    $start = [Diagnostics.ProcessStartInfo]::new('dotnet', "`"$program`" --port 0 --api-key dtn_package --pull-time 100ms --build-time 100ms --removal-time 100ms")
    $start.RedirectStandardOutput = $true
    $server = [Diagnostics.Process]::Start($start)
    while ($line = $server.StandardOutput.ReadLine()) { if ($line -match '(http://127\.0\.0\.1:\d+/api)') { break } }
    $env:DAYTONA_API_URL, $env:DAYTONA_API_KEY = $Matches[1], 'dtn_package'
    function Test-Run([string] $Name, [string[]] $Output) {
        if ($LASTEXITCODE -or -not ($Output -match "^$Name is active\.$")) { throw "$Name ended with ${LASTEXITCODE}: $Output" }
        Write-Output "Ran on $Name."
    }
    Test-Run net8.0 (dotnet "$folder/bin/Debug/net8.0/Program.dll" net8.0 "$folder/Dockerfile" 2>&1)
    if ($IsWindows) { Test-Run net472 (& "$folder/bin/Debug/net472/Program.exe" net472 "$folder/Dockerfile" 2>&1) }
    elseif (Get-Command mono -ErrorAction Ignore) { Test-Run net472 (mono "$folder/bin/Debug/net472/Program.exe" net472 "$folder/Dockerfile" 2>&1) }
    else { Write-Output 'Not run on .NET Framework: there is no Mono.' }
} finally {
    if ($server) { $server.Kill() }
    Remove-Item $folder -Recurse -Force
}
