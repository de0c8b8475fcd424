<#
.SYNOPSIS
    Copies the files of the module to out/Daytona.Snapshots/<version>, checks that they can be imported, and packs them.
.DESCRIPTION
    Daytona.Snapshots.<version>.zip unpacks into a folder of $env:PSModulePath. Daytona.Snapshots.<version>.nupkg is for the
    PowerShell Gallery or a private feed.
#>
[CmdletBinding()]
param(
    # The repository on GitHub (owner/name) to which the manifest and the README link. By default, that of the workflow.
    [string] $Repository = $env:GITHUB_REPOSITORY,

    # The certificate that signs the scripts, the assemblies of the module and a catalog of all files. Requires Windows.
    [Security.Cryptography.X509Certificates.X509Certificate2] $Certificate,

    # The server that adds a timestamp to signatures, so that they remain valid after the certificate expires.
    [uri] $TimestampServer = 'http://timestamp.digicert.com'
)

$ErrorActionPreference = 'Stop'
$root = Split-Path $PSScriptRoot
$version = (Import-PowerShellDataFile "$root/Daytona.Snapshots.psd1").ModuleVersion
$out = Join-Path $root 'out'
$module = Join-Path $out "Daytona.Snapshots/$version"

Remove-Item "$out/Daytona.Snapshots" -Recurse -ErrorAction Ignore
$null = New-Item -ItemType Directory -Path $module
foreach ($item in 'Daytona.Snapshots.psd1', 'Daytona.Snapshots.psm1', 'bin', 'ci', 'en-US', 'LICENSE', 'README.md', 'CHANGELOG.md') {
    Copy-Item (Join-Path $root $item) $module -Recurse
}

if ($Repository) {
    foreach ($file in 'Daytona.Snapshots.psd1', 'README.md') {
        $text = [IO.File]::ReadAllText("$module/$file")
        [IO.File]::WriteAllText("$module/$file", $text.Replace('your-organization/daytona-snapshots', $Repository))
    }
}

if ($Certificate) {
    $signature = @{ Certificate = $Certificate; HashAlgorithm = 'SHA256'; TimestampServer = $TimestampServer }
    $signed = Get-ChildItem $module -Recurse -Include *.psd1, *.psm1, *.ps1, *.ps1xml, Daytona.Snapshots*.dll |
        Set-AuthenticodeSignature @signature
    # Install-PSResource -AuthenticodeCheck looks for a catalog of this name.
    $catalog = New-FileCatalog -Path $module -CatalogFilePath "$module/Daytona.Snapshots.cat" -CatalogVersion 2
    $signed = @($signed) + (Set-AuthenticodeSignature $catalog.FullName @signature)
    $failed = $signed | Where-Object Status -ne Valid
    if ($failed) { throw "Not signed: $($failed.Path -join ', ')." }
    Write-Output "Signed $($signed.Count) files."
}

$check = "Import-Module '$module/Daytona.Snapshots.psd1'; (Get-Command -Module Daytona.Snapshots -CommandType Cmdlet).Count"
$cmdlets = dotnet run --project "$root/src/Daytona.Pwsh" -- -NoProfile -Command $check
if ($LASTEXITCODE -or [int]$cmdlets -lt 1) { throw "The package in $module can't be imported." }
Write-Output "Laid out $module ($cmdlets cmdlets)."

$zip = Join-Path $out "Daytona.Snapshots.$version.zip"
Remove-Item $zip -ErrorAction Ignore
# Not every pwsh has Compress-Archive.
[IO.Compression.ZipFile]::CreateFromDirectory("$out/Daytona.Snapshots", $zip, 'Optimal', $true)
Write-Output "Packed $zip."

if (Get-Command Compress-PSResource -ErrorAction Ignore) {
    Remove-Item "$out/Daytona.Snapshots.$version.nupkg" -ErrorAction Ignore
    Compress-PSResource -Path $module -DestinationPath $out
    Write-Output "Packed $out/Daytona.Snapshots.$version.nupkg."
} else {
    Write-Output 'No nupkg: Compress-PSResource (module Microsoft.PowerShell.PSResourceGet 1.1 or newer) is not on this machine.'
}
