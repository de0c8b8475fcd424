<#
.SYNOPSIS
    Runs commands in the playground as if they were typed, and returns the lines that the terminal shows.
.DESCRIPTION
    Build the playground first. Each call has a separate server with the same snapshots. The current location is a small
    project, which is shown as ~/app. The lines have no colors. Read-Host, Get-Secret and Get-Credential return the
    credentials of the playground.
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory)]
    [string] $Command
)

$root = Split-Path $PSScriptRoot
$folder = New-Item -ItemType Directory -Path (Join-Path ([IO.Path]::GetTempPath()) "playground-$([guid]::NewGuid().ToString('n').Substring(0, 8))/app")
$files = @{
    'Dockerfile'                 = "FROM python:3.12-slim`nCOPY requirements.txt main.py /app/`nRUN pip install -r /app/requirements.txt`n"
    'requirements.txt'           = "numpy==2.1.0`n"
    'main.py'                    = "print('hello')`n"
    'notes.log'                  = "x`n"
    'snapshots.csv'              = "Name,Image,Cpu,Memory,Entrypoint`npy3.12,python:3.12-slim,,2GB,`npy3.13,python:3.13-slim,2,,`"sleep, infinity`"`n"
    'snapshots.psd1'             = @'
@{
    Snapshots = @(
        @{ Name = 'agents/base:v2'; Image = 'python:3.13-slim'; Memory = 2 }
        @{ Name = 'agents/train:v1'; Image = 'postgres:18' }
        @{ Name = 'web-scraper'; Image = 'node:22-slim' }
    )
}
'@
    '.dockerignore'              = "node_modules`n*.log`n"
    'node_modules/left/index.js' = "x`n"
}
foreach ($file in $files.GetEnumerator()) {
    $null = New-Item -Path (Join-Path $folder $file.Key) -Value $file.Value -Force
}

# An OCI layout with one empty layer, such as the output of a build.
$blobs = New-Item -ItemType Directory -Path (Join-Path $folder 'image/blobs/sha256') -Force
function Add-Blob([byte[]] $Content, [string] $Type) {
    $digest = [Convert]::ToHexString([Security.Cryptography.SHA256]::HashData($Content)).ToLowerInvariant()
    [IO.File]::WriteAllBytes((Join-Path $blobs $digest), $Content)
    [ordered]@{ mediaType = "application/vnd.oci.image.$Type"; digest = "sha256:$digest"; size = $Content.Length }
}
function ConvertTo-Blob($Value, [string] $Type) { Add-Blob ([Text.Encoding]::UTF8.GetBytes(($Value | ConvertTo-Json -Depth 5))) $Type }

$layer = Add-Blob ([byte[]]::new(10240)) 'layer.v1.tar'
$config = ConvertTo-Blob ([ordered]@{ architecture = 'amd64'; os = 'linux'; rootfs = [ordered]@{ type = 'layers'; diff_ids = @($layer.digest) } }) 'config.v1+json'
$manifest = ConvertTo-Blob ([ordered]@{ schemaVersion = 2; config = $config; layers = @($layer) }) 'manifest.v1+json'
@{ schemaVersion = 2; manifests = @($manifest) } | ConvertTo-Json -Depth 5 | Set-Content (Join-Path $folder 'image/index.json')
'{"imageLayoutVersion":"1.0.0"}' | Set-Content (Join-Path $folder 'image/oci-layout')

$script = Join-Path $folder.Parent 'example.ps1'
@"
`$PSStyle.OutputRendering = 'PlainText'
`$ProgressPreference = 'SilentlyContinue'
Set-Location '$($folder.FullName)'
function Read-Host { param([Parameter(Position = 0)] `$Prompt, [switch] `$AsSecureString) ConvertTo-SecureString `$env:DAYTONA_API_KEY -AsPlainText -Force }
function Get-Secret {
    param([string] `$Name)
    `$value = switch -Wildcard (`$Name) { '*Token' { `$env:PLAYGROUND_TOKEN } '*Read*' { `$env:PLAYGROUND_READ_KEY } default { `$env:DAYTONA_API_KEY } }
    ConvertTo-SecureString `$value -AsPlainText -Force
}
function Get-Credential { [pscredential]::new('robot', (ConvertTo-SecureString 'not-a-secret' -AsPlainText -Force)) }
# Statements run one after another and not from a file, so that errors look like those at a prompt.
foreach (`$statement in {
$Command
}.Ast.EndBlock.Statements) { . ([scriptblock]::Create(`$statement.Extent.Text)) | Out-Default }
exit 0
"@ | Set-Content $script -Encoding utf8
try {
    $project = Join-Path $root 'src/Daytona.Playground'
    # 2>&1 only at the end, so that errors keep their place in the output.
    dotnet run --no-build --project $project -- -File $script 2>&1 | ForEach-Object { "$_".Replace($folder, '~/app').TrimEnd() }
} finally {
    Remove-Item $folder.Parent -Recurse -Force
}
