#!/usr/bin/env bash
# Runs the client's tests on older .NET runtimes from NuGet, about two minutes each: tests/Daytona.Platforms.Tests/client-tests.sh [8.0.31 9.0.22]
# On Linux for x64, with the .NET SDK 10. The tests are built for .NET 8.
set -eu
cd "$(dirname "$0")/../.."
[ $# -gt 0 ] || set -- 8.0.31 9.0.22
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

tests=tests/Daytona.Snapshots.Client.Tests
# A line is: 10.0.100 [/usr/share/dotnet/sdk]
installation=$(dotnet --list-sdks | sed -n '$s|.*\[\(.*\)/sdk\]|\1|p')
dotnet build "$tests" --verbosity quiet -nologo -p:TestFramework=net8.0 -p:ModuleTargetFrameworks=net8.0 -p:RunAnalyzers=false \
    -p:UseArtifactsOutput=true -p:ArtifactsPath="$work"

failed=0
for version; do
    # The runtime's packages, laid out as an installation with its own dotnet, which finds no other runtime.
    mkdir -p "$work/$version/packages" "$work/$version/host/fxr/$version"
    echo "<Project Sdk='Microsoft.NET.Sdk'>
      <PropertyGroup><TargetFramework>net8.0</TargetFramework></PropertyGroup>
      <ItemGroup>
        <PackageDownload Include='Microsoft.NETCore.App.Runtime.linux-x64;Microsoft.AspNetCore.App.Runtime.linux-x64' Version='[$version]' />
      </ItemGroup>
    </Project>" >"$work/$version/packages/packages.csproj"
    dotnet restore "$work/$version/packages" --packages "$work/$version/packages" --verbosity quiet
    for name in Microsoft.NETCore.App Microsoft.AspNetCore.App; do
        mkdir -p "$work/$version/shared/$name/$version"
        find "$work/$version/packages/${name,,}.runtime.linux-x64" -path '*/runtimes/*' -type f -exec cp {} "$work/$version/shared/$name/$version/" \;
    done
    cp "$work/$version/shared/Microsoft.NETCore.App/$version/libhostfxr.so" "$work/$version/host/fxr/$version/"
    cp "$installation/dotnet" "$work/$version/"

    echo ".NET $version"
    # This dotnet is also for programs that tests start.
    PATH=$work/$version:$PATH DOTNET_ROOT=$work/$version DOTNET_ROLL_FORWARD=Major \
        dotnet "$work"/bin/Daytona.Snapshots.Client.Tests/*/Daytona.Snapshots.Client.Tests.dll || failed=1
done
exit $failed
