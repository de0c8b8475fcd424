<#
.SYNOPSIS
    Lays out the module as it is installed, in out/Daytona.Snapshots/<version>, packs it, and checks that it imports.
#>
[CmdletBinding()]
param()

$ErrorActionPreference = 'Stop'
$root = Split-Path $PSScriptRoot
$version = (Test-ModuleManifest "$root/Daytona.Snapshots.psd1").Version
$out = Join-Path $root 'out'
$module = Join-Path $out "Daytona.Snapshots/$version"

Remove-Item $module -Recurse -ErrorAction Ignore
$null = New-Item -ItemType Directory -Path $module
foreach ($item in 'Daytona.Snapshots.psd1', 'bin', 'en-US', 'LICENSE', 'README.md', 'CHANGELOG.md') {
    Copy-Item (Join-Path $root $item) $module -Recurse
}

$check = "Import-Module '$module/Daytona.Snapshots.psd1'; (Get-Command -Module Daytona.Snapshots).Count"
$cmdlets = dotnet run --project "$root/src/Daytona.Pwsh" -- -NoProfile -Command $check
if ($LASTEXITCODE -or [int]$cmdlets -lt 1) { throw "The package in $module does not import." }
Write-Output "Laid out $module ($cmdlets cmdlets)."

$zip = Join-Path $out "Daytona.Snapshots.$version.zip"
Remove-Item $zip -ErrorAction Ignore
# Not Compress-Archive: its module is not in every pwsh.
[IO.Compression.ZipFile]::CreateFromDirectory($module, $zip)
Write-Output "Packed $zip."

if (Get-Command Publish-PSResource -ErrorAction Ignore) {
    $feed = "Daytona.Snapshots.out.$PID"
    Remove-Item "$out/Daytona.Snapshots.$version.nupkg" -ErrorAction Ignore
    Register-PSResourceRepository -Name $feed -Uri $out -Trusted
    try {
        Publish-PSResource -Path $module -Repository $feed
    } finally {
        Unregister-PSResourceRepository -Name $feed
    }
    Write-Output "Packed $out/Daytona.Snapshots.$version.nupkg."
} else {
    Write-Output 'No nupkg: Publish-PSResource (module Microsoft.PowerShell.PSResourceGet) is not on this machine.'
}
