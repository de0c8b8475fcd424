# Windows PowerShell and PowerShell 7 each have a binary of their own.
$framework = 'net8.0'
if ($PSEdition -ne 'Core') {
    # Windows PowerShell does not enforce the manifest's DotNetFrameworkVersion. 461808 is .NET Framework 4.7.2.
    if ((Get-ItemProperty 'HKLM:/SOFTWARE/Microsoft/NET Framework Setup/NDP/v4/Full').Release -lt 461808) {
        throw 'Daytona.Snapshots needs .NET Framework 4.7.2 or newer. Install it with Windows Update, and start a new session.'
    }
    $framework = 'net472'
}

$binary = "$PSScriptRoot/bin/$framework/Daytona.Snapshots.dll"
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
