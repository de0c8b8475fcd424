<#
.SYNOPSIS
    Runs commands in the playground as if they were typed, and returns the lines that the terminal shows.
.DESCRIPTION
    Build the playground first. Each call has a separate server with the same snapshots. The current location is the playground's
    project, which is shown as ~/app. The lines have no colors. Read-Host, Get-Secret and Get-Credential return the
    credentials of the playground.
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory)]
    [string] $Command,

    # Uses a server newer than v0.190, which has warm pools.
    [switch] $Newer
)

$root = Split-Path $PSScriptRoot
$script = Join-Path ([IO.Path]::GetTempPath()) "example-$PID.ps1"
@"
`$PSStyle.OutputRendering = 'PlainText'
`$ProgressPreference = 'SilentlyContinue'
# In one stream, so that errors keep their place in the output.
[Console]::SetError([Console]::Out)
# The same output on every machine.
[cultureinfo]::CurrentCulture = ''
[Console]::WriteLine(`$env:PLAYGROUND_PROJECT)
Set-Location `$env:PLAYGROUND_PROJECT
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
    $program = Get-ChildItem (Join-Path $root 'src/Daytona.Playground/bin/*/net10.0/Daytona.Playground.dll') |
        Sort-Object LastWriteTime -Descending | Select-Object -First 1
    $dotnet = if ($env:DOTNET_HOST_PATH) { $env:DOTNET_HOST_PATH } else { 'dotnet' }
    $folder, $lines = & $dotnet $program @(if ($Newer) { '-Newer' }) -File $script 2>&1 | ForEach-Object { "$_" }
    foreach ($line in $lines) { $line.Replace($folder, '~/app').TrimEnd() }
} finally {
    Remove-Item $script
}
