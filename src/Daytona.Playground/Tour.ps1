<#
.SYNOPSIS
    Plays the module's main jobs, each command before its output. Ends with 0 if every step did what it should.
#>
$steps = @(
    @{ Title = 'The shell:'; Command = '$PSVersionTable' }
    @{ Title = 'The snapshots of this organization:'; Command = 'Get-DaytonaSnapshot' }
    @{
        Title   = 'Create one from an image, and wait until sandboxes can start from it:'
        Command = 'New-DaytonaSnapshot data-science:v2 -Image python:3.12-slim -Cpu 2 -Memory 4GB'
    }
    @{
        Title   = 'Preview a clean-up of failed snapshots:'
        Command = 'Get-DaytonaSnapshot | Where-Object State -eq error | Remove-DaytonaSnapshot -WhatIf'
    }
    @{
        Title   = 'Remove them:'
        Command = 'Get-DaytonaSnapshot | Where-Object State -eq error | Remove-DaytonaSnapshot -Verbose'
    }
    @{ Title = 'Take one out of use:'; Command = 'Disable-DaytonaSnapshot data-science:v2 -PassThru' }
    @{ Title = 'Errors say what to do:'; Command = 'Enable-DaytonaSnapshot data-science:v2'; Fails = $true }
    @{ Title = 'Remove it, and wait until its name is free:'; Command = 'Remove-DaytonaSnapshot data-science:v2 -Wait' }
    @{ Title = 'The snapshots that are left:'; Command = 'Get-DaytonaSnapshot | Where-Object General -eq $false' }
)

# A bar that moves is unreadable in a log.
$ProgressPreference = 'SilentlyContinue'
# Output that passes through Out-String keeps its colours, unless NO_COLOR is set.
if ($PSStyle.OutputRendering -eq 'Host') { $PSStyle.OutputRendering = 'Ansi' }
$unexpected = 0
foreach ($step in $steps) {
    "`n# $($step.Title)`nPS> $($step.Command)"
    $Error.Clear()
    # From text and not from this file, so that errors look as they do at a prompt.
    . ([scriptblock]::Create($step.Command)) 2>&1 | Out-String -Stream -Width 120
    if ([bool]$Error.Count -ne [bool]$step.Fails) { $unexpected++ }
}
exit $unexpected
