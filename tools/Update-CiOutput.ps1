<#
.SYNOPSIS
    Updates the outputs in docs/ci-output.md from a failing build.
.DESCRIPTION
    The build runs at a prompt, in a script file, in GitHub Actions, by the action and in Azure Pipelines, each in a separate playground. CI
    systems are simulated by their variables and by the way in which they start PowerShell. The output of a run replaces the
    block after its comment, such as <!-- run: prompt -->.
#>
[CmdletBinding()]
param(
    [string] $Path = (Join-Path (Split-Path $PSScriptRoot) 'docs/ci-output.md')
)

$ErrorActionPreference = 'Stop'
dotnet build "$PSScriptRoot/../src/Daytona.Playground" --verbosity quiet | Out-Null
if ($LASTEXITCODE) { throw 'The playground does not build.' }

$page = [IO.File]::ReadAllText($Path) -replace "`r"
$dockerfile = [regex]::Match($page, '(?s)```dockerfile\n(.*?)\n```').Groups[1].Value
$script = [regex]::Match($page, '(?s)```powershell\n(.*?)\n```').Groups[1].Value
$setup = @"
`$env:GITHUB_ACTIONS = `$env:TF_BUILD = `$env:DAYTONA_CI_OUTPUT = `$null
Set-Content Dockerfile @'
$dockerfile
'@
Set-Content create.ps1 @'
$script
'@
`$manifest = (Get-Module Daytona.Snapshots).Path -replace 'psm1`$', 'psd1'
Set-Content step.ps1 "```$ErrorActionPreference = 'stop'", "Import-Module '`$manifest'", (Get-Content create.ps1 -Raw)
Set-Content file.ps1 "Import-Module '`$manifest'", (Get-Content create.ps1 -Raw)
`$shell, `$first = (Get-Process -Id `$PID).Path, @()
if ([IO.Path]::GetFileNameWithoutExtension(`$shell) -eq 'dotnet') { `$first = @("`$PSHOME/pwsh.dll") }
"@
$runs = @{
    prompt = $script
    file   = '& $shell @first -NoProfile -File file.ps1'
    github = '$env:GITHUB_ACTIONS = "true"; $env:GITHUB_WORKSPACE = "$PWD"; & $shell @first -NoProfile -Command ". ./step.ps1"'
    action = @'
$env:GITHUB_ACTIONS = "true"; $env:GITHUB_WORKSPACE = "$PWD"; $env:GITHUB_OUTPUT = "$PWD/outputs"; $env:GITHUB_STEP_SUMMARY = "$PWD/summary.md"
$env:SNAPSHOT_INPUTS = '{ "name": "app:v1", "mode": "if-not-exists", "dockerfile": "Dockerfile" }'
Set-Content step.ps1 "Import-Module '$manifest'", "& '$(Split-Path $manifest)/ci/Invoke-SnapshotStep.ps1'"
& $shell @first -NoProfile -Command ". ./step.ps1"
(Get-Content Dockerfile -Raw).Replace('exit 1', 'true') | Set-Content Dockerfile
''; "=== The second run"; ''
& $shell @first -NoProfile -Command ". ./step.ps1"
''; "=== Its outputs"; ''
[regex]::Matches((Get-Content outputs -Raw), '(?m)^(\w+)<<(.+)\r?\n(.*)\r?\n\2') | ForEach-Object { "$($_.Groups[1])=$($_.Groups[3])" }
''; "=== Both summaries"; ''
Get-Content summary.md
'@
    azure  = '$env:TF_BUILD = "True"; & $shell @first -NoProfile -Command ". ./step.ps1"'
}
$page = [regex]::Replace($page, '(?s)(<!-- run: (?<run>\w+) -->\n\n```text\n).*?(?<=\n)```(?=\n)', {
    param($match)
    $output = & "$PSScriptRoot/Invoke-InPlayground.ps1" -Command "$setup`n$($runs[$match.Groups['run'].Value])"
    $text = ($output -join "`n").Trim("`n") -replace '\e\[[\d;]*m'
    "$($match.Groups[1].Value)$text`n``````"
})
[IO.File]::WriteAllText($Path, $page, [Text.UTF8Encoding]::new($false))
