BeforeAll {
    . "$PSScriptRoot/Server.ps1"
    Start-Server
    $null = New-DaytonaImage alpine:3.20 | Add-DaytonaImageStep -Run 'echo one' | New-DaytonaSnapshot built
}

AfterAll { Stop-Server }

Describe 'Get-DaytonaSnapshotLog' {
    It 'returns strings that can be searched' {
        Get-DaytonaSnapshotLog built | Should -BeOfType string
        Get-DaytonaSnapshotLog built | Select-String 'RUN echo one' | Should -Not -BeNullOrEmpty
    }

    It 'accepts a snapshot from the pipeline' {
        Get-DaytonaSnapshot built | Get-DaytonaSnapshotLog | Should -Be (Get-DaytonaSnapshotLog built)
    }

    It 'follows a build until it ends, even if it fails' {
        $null = New-DaytonaImage alpine:3.20 | Add-DaytonaImageStep -Run 'exit 7' | New-DaytonaSnapshot followed -NoWait
        (Get-DaytonaSnapshotLog followed -Follow) -join "`n" | Should -Match 'exit 7'
        (Get-DaytonaSnapshot followed).State | Should -Be error
    }

    It 'reports that a pulled image has no log' {
        Add-Snapshot pulled
        { Get-DaytonaSnapshotLog pulled -ErrorAction Stop } | Should -Throw -ErrorId 'NoBuildLog,*'
    }
}
