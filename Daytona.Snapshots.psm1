# Windows PowerShell and PowerShell 7 each have a binary of their own.
$binary = "$PSScriptRoot/bin/$(if ($PSEdition -eq 'Core') { 'net8.0' } else { 'net472' })/Daytona.Snapshots.dll"
$loaded = 'Daytona.Snapshots.Loading.ModuleInitializer' -as [type]
if (-not $loaded) {
    Import-Module $binary
} else {
    # A process loads only one build of an assembly, and keeps it when the module is removed. PowerShell compiles this block only
    # when it runs, which makes the first import faster.
    . {
        try {
            Import-Module $binary -ErrorAction Stop
        } catch [IO.FileLoadException] {
            throw "This session has already loaded another copy of Daytona.Snapshots, $($loaded.Assembly.Location). To use the copy in $PSScriptRoot, start a new session."
        }
    }
}
