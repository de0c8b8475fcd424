BeforeAll {
    . "$PSScriptRoot/Server.ps1"
    Start-Server
    $module = "$Root/Daytona.Snapshots.psd1"
}

AfterAll { Stop-Server }

Describe 'Disable-DaytonaSnapshot' {
    It 'disables by ID the snapshots that a job returned' {
        Add-Snapshot found
        Start-Job { Import-Module $using:module; Get-DaytonaSnapshot found } | Receive-Job -Wait -AutoRemoveJob | Disable-DaytonaSnapshot
        (Get-DaytonaSnapshot found).State | Should -Be inactive
    }

    It 'refuses a failed snapshot even if it was listed before it failed' {
        Add-Snapshot failing
        $before = Get-DaytonaSnapshot failing
        Add-Snapshot failing error
        $before | Disable-DaytonaSnapshot -ErrorAction SilentlyContinue -ErrorVariable errors
        $errors[0].FullyQualifiedErrorId | Should -BeLike 'SnapshotNotActive*'
        (Get-DaytonaSnapshot failing).State | Should -Be error
    }

    It 'disables nothing and fails if -Confirm can''t ask' {
        Add-Snapshot asked
        $said = Invoke-Shell -NoProfile -NonInteractive -Command "Import-Module '$module'; Disable-DaytonaSnapshot asked -Confirm" 2>&1
        $LASTEXITCODE | Should -Be 1
        "$said" | Should -Match NonInteractive
        (Get-DaytonaSnapshot asked).State | Should -Be active
    }
}
