<#
.SYNOPSIS
    Runs parts of the suite on request until the pipe is closed.
.DESCRIPTION
    A request is a line of JSON with the paths of files, and whether to find the cases only. The response is a line
    of JSON with the outcome of each case. The standard streams stay free for what the tests start.
#>
[CmdletBinding()]
param(
    # The manifest of the Pester to use.
    [Parameter(Mandatory)]
    [string] $Pester,

    # The name of the pipe.
    [Parameter(Mandatory)]
    [string] $Pipe
)

$ErrorActionPreference = 'Stop'
Import-Module $Pester

# Pester expands <Name> when it runs a case, and so too late for discovery.
function Get-CaseName($Test) {
    $name = $Test.Path -join ' '
    for ($item = $Test; $item; $item = if ($item.PSObject.Properties['Block']) { $item.Block } else { $item.Parent }) {
        if ($null -eq $item.Data) { continue }
        if ($item.Data -isnot [Collections.IDictionary]) {
            $name = $name.Replace('<_>', "$($item.Data)")
            continue
        }
        foreach ($key in $item.Data.Keys) { $name = $name -replace "<$key>", "$($item.Data[$key])".Replace('$', '$$') }
    }
    $name
}

function Get-ErrorText($ErrorRecord) {
    $texts = foreach ($record in $ErrorRecord) {
        "$record"
        # The lines of the tests, and not those of Pester.
        "$($record.ScriptStackTrace)" -split "`n" | Where-Object { $_.Contains('.Tests.ps1') }
    }
    $texts -join "`n"
}

function Get-Case($Run) {
    foreach ($test in $Run.Tests) {
        @{
            file    = Split-Path $test.ScriptBlock.File -Leaf
            name    = Get-CaseName $test
            outcome = "$($test.Result)"
            message = Get-ErrorText $test.ErrorRecord
        }
    }
    # A file that cannot be read has no cases, and counts as one.
    foreach ($container in $Run.FailedContainers | Where-Object { -not $_.Blocks.Count }) {
        $file = Split-Path "$($container.Item)" -Leaf
        @{ file = $file; name = "$file can be read"; outcome = 'Failed'; message = Get-ErrorText $container.ErrorRecord }
    }
}

# What fails outside of the cases, such as BeforeAll.
function Get-Problem($Run) {
    Get-ErrorText @(@($Run.FailedContainers) + @($Run.FailedBlocks) | Where-Object { $_ } | ForEach-Object { $_.ErrorRecord })
}

$stream = [IO.Pipes.NamedPipeClientStream]::new('.', $Pipe, [IO.Pipes.PipeDirection]::InOut)
$stream.Connect(30000)
$reader = [IO.StreamReader]::new($stream)
$writer = [IO.StreamWriter]::new($stream)
while ($null -ne ($line = $reader.ReadLine())) {
    $request = ConvertFrom-Json $line
    $configuration = New-PesterConfiguration
    $configuration.Run.Path = $request.paths
    $configuration.Run.SkipRun = $request.skipRun
    $configuration.Run.PassThru = $true
    $configuration.Output.Verbosity = 'None'
    $run = Invoke-Pester -Configuration $configuration
    $writer.WriteLine((ConvertTo-Json -Depth 3 -Compress @{ cases = @(Get-Case $run); problem = Get-Problem $run }))
    $writer.Flush()
}
