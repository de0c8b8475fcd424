BeforeAll {
    . "$PSScriptRoot/Server.ps1"
    Start-Server
}

AfterAll { Stop-Server }

Describe 'Update-DaytonaSnapshot' {
    It 'replaces the old snapshot and leaves no other' {
        $old = New-DaytonaSnapshot updated:v1 alpine:3.20 -Cpu 2 -Memory 2GB
        $new = Update-DaytonaSnapshot updated:v1 alpine:3.21
        $new.Id | Should -Not -Be $old.Id
        $new.State, $new.ImageName, $new.Cpu, $new.Memory | Should -Be active, alpine:3.21, 2, 2
        (Get-DaytonaSnapshot updated* | Where-Object State -ne removing).Id | Should -Be $new.Id
    }

    It 'keeps the old snapshot if the build fails' {
        $old = New-DaytonaSnapshot kept alpine:3.20
        New-DaytonaImage alpine:3.20 | Add-DaytonaImageStep -Run 'exit 7' |
            Update-DaytonaSnapshot kept -ErrorVariable errors -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $errors[0].Exception.FailedInstruction | Should -Be 'RUN exit 7'
        (Get-DaytonaSnapshot kept* | Where-Object State -ne removing).Id | Should -Be $old.Id
        (Get-DaytonaSnapshot kept).UpdatedAt | Should -Be $old.UpdatedAt
    }

    It 'lists each step with -WhatIf and changes nothing' {
        Add-Snapshot planned
        Clear-Request
        Update-DaytonaSnapshot planned alpine:3.21 -WhatIf
        Get-Request | Should -Not -Match '^(POST|DELETE)'
    }

    It 'completes the names of snapshots' {
        Add-Snapshot complete-me
        (TabExpansion2 'Update-DaytonaSnapshot complete-').CompletionMatches.CompletionText | Should -Be complete-me
    }
}
