@{
    RootModule           = 'Daytona.Snapshots.psm1'
    ModuleVersion        = '0.1.0'
    GUID                 = '5b1f5fd0-6a0c-4d1f-9b3e-2f6f4f0c7a51'
    Author               = 'The Daytona.Snapshots contributors'
    CompanyName          = 'The Daytona.Snapshots contributors'
    Copyright            = 'Copyright the Daytona.Snapshots contributors. Apache-2.0.'
    Description          = 'Manages Daytona snapshots, the pre-built images from which Daytona sandboxes start: list, create, update, wait, enable, disable and remove them from PowerShell and from CI. For the current platform, v0 (app.daytona.io), and for self-hosted servers; not for v2 (api.daytona.com). A community project, not affiliated with Daytona Platforms Inc.'
    PowerShellVersion    = '5.1'
    CompatiblePSEditions = @('Core', 'Desktop')
    DotNetFrameworkVersion = '4.7.2'
    FormatsToProcess     = @('bin/Daytona.Snapshots.Format.ps1xml', 'bin/Snapshot.Format.ps1xml')
    CmdletsToExport      = @(
        'Add-DaytonaImageStep'
        'Connect-Daytona'
        'Disable-DaytonaSnapshot'
        'Disconnect-Daytona'
        'Enable-DaytonaSnapshot'
        'Get-DaytonaBuildContext'
        'Get-DaytonaConnection'
        'Get-DaytonaOrganization'
        'Get-DaytonaRegion'
        'Get-DaytonaRegistry'
        'Get-DaytonaSnapshot'
        'Get-DaytonaSnapshotLog'
        'Get-DaytonaWarmPool'
        'New-DaytonaImage'
        'New-DaytonaRegistry'
        'New-DaytonaSnapshot'
        'Publish-DaytonaSnapshot'
        'Remove-DaytonaRegistry'
        'Remove-DaytonaSnapshot'
        'Remove-DaytonaWarmPool'
        'Set-DaytonaRegistry'
        'Set-DaytonaSnapshot'
        'Set-DaytonaWarmPool'
        'Sync-DaytonaSnapshot'
        'Test-DaytonaSnapshot'
        'Wait-DaytonaSnapshot'
        'Watch-DaytonaSnapshot'
    )
    FunctionsToExport    = @()
    VariablesToExport    = @()
    AliasesToExport      = @('gdsnap', 'gdsnaplog', 'ndsnap', 'rdsnap', 'wdsnap')
    PrivateData          = @{
        PSData = @{
            Tags         = @('Daytona', 'Snapshot', 'Sandbox', 'Container', 'Image', 'Docker', 'AI', 'CI', 'PSEdition_Core', 'PSEdition_Desktop', 'Windows', 'Linux', 'MacOS')
            ProjectUri   = 'https://github.com/your-organization/daytona-snapshots'
            LicenseUri   = 'https://github.com/your-organization/daytona-snapshots/blob/main/LICENSE'
            IconUri      = 'https://raw.githubusercontent.com/your-organization/daytona-snapshots/main/docs/images/icon.png'
            ReleaseNotes = 'The first version: cmdlets for snapshots and their build logs, image definitions as in the Python SDK of Daytona, build contexts with .dockerignore, completion, views and help. All changes: https://github.com/your-organization/daytona-snapshots/blob/main/CHANGELOG.md'
        }
    }
}
