@{
    # Windows PowerShell 5.1 and PowerShell 7 each have an assembly of their own.
    RootModule           = if ($PSEdition -eq 'Core') { 'bin/net8.0/Daytona.Snapshots.dll' } else { 'bin/net472/Daytona.Snapshots.dll' }
    ModuleVersion        = '0.1.0'
    GUID                 = '5b1f5fd0-6a0c-4d1f-9b3e-2f6f4f0c7a51'
    Author               = 'The Daytona.Snapshots contributors'
    CompanyName          = 'The Daytona.Snapshots contributors'
    Copyright            = 'Copyright the Daytona.Snapshots contributors. Apache-2.0.'
    Description          = 'Manages Daytona snapshots, the pre-built images from which Daytona sandboxes start: list, create, wait, enable, disable and remove them from PowerShell and from CI.'
    PowerShellVersion    = '5.1'
    CompatiblePSEditions = @('Core', 'Desktop')
    DotNetFrameworkVersion = '4.7.2'
    TypesToProcess       = @('bin/Daytona.Snapshots.Types.ps1xml')
    FormatsToProcess     = @('bin/Daytona.Snapshots.Format.ps1xml')
    CmdletsToExport      = @(
        'Add-DaytonaImageStep'
        'Connect-Daytona'
        'Disable-DaytonaSnapshot'
        'Disconnect-Daytona'
        'Enable-DaytonaSnapshot'
        'Get-DaytonaBuildContext'
        'Get-DaytonaConnection'
        'Get-DaytonaSnapshot'
        'Get-DaytonaSnapshotLog'
        'New-DaytonaImage'
        'New-DaytonaSnapshot'
        'Remove-DaytonaSnapshot'
        'Set-DaytonaSnapshot'
        'Sync-DaytonaSnapshot'
        'Update-DaytonaSnapshot'
        'Wait-DaytonaSnapshot'
        'Watch-DaytonaSnapshot'
    )
    FunctionsToExport    = @()
    VariablesToExport    = @()
    AliasesToExport      = @()
    PrivateData          = @{
        PSData = @{
            Tags         = @('Daytona', 'Snapshot', 'Sandbox', 'Container', 'Image', 'AI', 'PSEdition_Core', 'PSEdition_Desktop', 'Windows', 'Linux', 'MacOS')
            LicenseUri   = 'https://www.apache.org/licenses/LICENSE-2.0'
            ReleaseNotes = 'See CHANGELOG.md.'
        }
    }
}
