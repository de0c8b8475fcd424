# Windows PowerShell and PowerShell 7 each have a binary of their own.
$binary = "$PSScriptRoot/bin/$(if ($PSEdition -eq 'Core') { 'net8.0' } else { 'net472' })/Daytona.Snapshots.dll"
try {
    Import-Module $binary -ErrorAction Stop
} catch {
    # A process loads only one build of an assembly, and keeps it when the module is removed.
    $loaded = ('Daytona.Snapshots.Loading.ModuleInitializer' -as [type]).Assembly.Location
    if (-not $loaded -or $_.Exception -isnot [IO.FileLoadException]) { throw }
    throw "This session has already loaded another copy of Daytona.Snapshots, $loaded. To use the copy in $PSScriptRoot, start a new session."
}
