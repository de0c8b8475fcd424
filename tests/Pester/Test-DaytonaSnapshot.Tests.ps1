BeforeAll {
    . "$PSScriptRoot/Server.ps1"
    Start-Server
    Add-Snapshot good/a
    Add-Snapshot good/b
    Add-Snapshot start-fail
    $null = Invoke-Control toolbox Post @{ command = '*'; output = 'ok' }
}

AfterAll { Stop-Server }

Describe 'Test-DaytonaSnapshot' {
    It 'shows the results as a table' {
        $table = (Test-DaytonaSnapshot good/a -Command 'true' | Out-String -Width 100).Trim() -split '\r?\n'

        $table[0] | Should -Match '^Success\s+ExitCode\s+Start\s+Snapshot\s+Error$'
        $table[2] | Should -Match '^\s*True\s+0\s+\d+[.,]\d s\s+good/a'
    }

    It 'ends a script that stops at errors' {
        $output = Invoke-Shell -NoProfile -Command "`$ErrorActionPreference = 'Stop'; Import-Module '$Root/Daytona.Snapshots.psd1'; Test-DaytonaSnapshot start-fail; 'not reached'" 2>&1

        $LASTEXITCODE | Should -Be 1
        "$output" | Should -Not -BeLike '*not reached*'
        "$output" | Should -BeLike '*container exited with code 1*'
    }

    It 'leaves no sandbox behind' {
        $results = 'good/*', 'start-fail' | Test-DaytonaSnapshot -Shell { cd /tmp; test -d . } -ErrorAction SilentlyContinue

        $results.Success | Sort-Object | Should -Be $false, $true, $true
        (Invoke-Control state).sandboxes | Where-Object state -NE destroying | Should -BeNullOrEmpty
    }
}
