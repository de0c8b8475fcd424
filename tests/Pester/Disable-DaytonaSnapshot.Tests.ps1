BeforeAll {
    . "$PSScriptRoot/Server.ps1"
    Start-Server
    $module = "$Root/Daytona.Snapshots.psd1"
}

AfterAll { Stop-Server }

Describe 'Disable-DaytonaSnapshot' {
    It 'disables nothing and fails if -Confirm can''t ask' {
        Add-Snapshot asked
        $said = Invoke-Shell -NoProfile -NonInteractive -Command "Import-Module '$module'; Disable-DaytonaSnapshot asked -Confirm" 2>&1
        $LASTEXITCODE | Should -Be 1
        "$said" | Should -Match NonInteractive
        (Get-DaytonaSnapshot asked).State | Should -Be active
    }
}
