BeforeAll {
    . "$PSScriptRoot/Server.ps1"
    Start-Server
}

AfterAll { Stop-Server }

Describe 'Enable-DaytonaSnapshot' {
    It 'enables a snapshot after the cooldown and returns it' {
        $old = Get-DaytonaSnapshot -State inactive | Select-Object -First 1
        $old | Enable-DaytonaSnapshot -Wait -PassThru | Out-String | Should -Match "active.+$($old.Name)"
    }

    It 'reports when a recently disabled snapshot can be enabled, in the format of the culture' {
        Add-Snapshot cooling
        Disable-DaytonaSnapshot cooling
        $before = [cultureinfo]::CurrentCulture
        try {
            [cultureinfo]::CurrentCulture = 'de-DE'
            Enable-DaytonaSnapshot cooling -ErrorAction SilentlyContinue -ErrorVariable errors
        } finally {
            [cultureinfo]::CurrentCulture = $before
        }
        $at = (Get-DaytonaSnapshot cooling).UpdatedAt.AddMinutes(10).ToString('HH:mm:ss')
        $errors[0].FullyQualifiedErrorId | Should -BeLike 'SnapshotCoolingDown*'
        "$($errors[0])" | Should -BeLike "*can be enabled from $at.*"
    }

    It 'enables nothing under $WhatIfPreference' {
        Add-Snapshot idle inactive
        Clear-Request
        & { $WhatIfPreference = $true; Enable-DaytonaSnapshot idle } *> $null
        Get-Request | Should -Not -Match '^POST'
    }
}
